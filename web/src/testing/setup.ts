/** For tests: what happens after each of them. */
import axe from 'axe-core';
import { afterEach, expect } from 'vitest';

/** Every test that shows something ends with a check that everybody can use it. Colours are checked in a browser. */
afterEach(async () => {
  const options = { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } };
  const { violations } = await axe.run(document.body, options);
  document.body.replaceChildren();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' ')}`)).toEqual([]);
});
