import { expect, test } from 'vitest';
import { defaultsOf, themeOf, type Palette } from './palette.js';

const palette: Palette = {
  text: 'black', faint: 'gray', line: 'silver', surface: 'white', good: 'green', fair: 'orange', poor: 'red', none: 'gray',
  us: 'blue', them: 'brown', series: ['blue', 'brown'], font: 'serif',
};

test('text and series take the colours of the page', () => {
  expect(themeOf(palette)).toMatchObject({ color: ['blue', 'brown'], textStyle: { color: 'black', fontFamily: 'serif' } });
});

test.each([[true, false], [false, true]])('the viewer wants no motion: %s', (still, animation) => {
  expect(defaultsOf(palette, still)).toMatchObject({ animation, aria: { decal: { show: true } }, tooltip: { renderMode: 'richText' } });
});
