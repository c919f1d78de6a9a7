import type { IntroductionAnswer } from '../../api/types.js';

/** The viewer says what comes of a request. */
export class IntroductionAnswerEvent extends Event {
  constructor(
    readonly id: string,
    readonly answer: IntroductionAnswer,
  ) {
    super('relata-introduction-answer');
  }
}
