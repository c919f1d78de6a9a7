import { afterEach, expect, test, vi } from 'vitest';
import { mount, must, textOf } from '../../testing/mount.js';
import { press } from '../../testing/press.js';
import './snippet.js';

afterEach(() => vi.restoreAllMocks());

test('the lines are copied as they are', async () => {
  const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const snippet = await mount('relata-snippet', { label: 'In the form', code: '<script>\n  1\n</script>' });
  await press(snippet, 'Copy: In the form');
  await vi.waitFor(() => expect(textOf(must(snippet, '[role=status]'))).toBe('Copied.'));
  expect(written).toHaveBeenCalledWith('<script>\n  1\n</script>');
});

test('without a clipboard they are selected', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  const snippet = await mount('relata-snippet', { label: 'In the form', code: '1' });
  await press(snippet, 'Copy: In the form');
  await vi.waitFor(() => expect(textOf(must(snippet, '[role=status]'))).toBe('Selected; copy it by hand.'));
});
