import { expect, test, vi } from 'vitest';
import { mount, must, textOf } from '../../testing/mount.js';
import './problem.js';

test('it says what is wrong and offers to try again', async () => {
  const retried = vi.fn();
  const problem = await mount('relata-problem', { error: new Error('record `C-9` is not known') });
  problem.addEventListener('relata-retry', retried);
  expect(textOf(must(problem, '[role=alert]'))).toContain('record `C-9` is not known');
  must(problem, 'button').click();
  expect(retried).toHaveBeenCalledOnce();
});
