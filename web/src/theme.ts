/**
 * Light or dark: what the viewer's system prefers, until the viewer says otherwise. The choice is remembered in this
 * browser. Our own tokens follow the document's `color-scheme`; Fluent's controls are told.
 */
import { setTheme } from '@fluentui/web-components';
import { webDarkTheme, webLightTheme } from '@fluentui/tokens';

export type Theme = 'light' | 'dark';

const KEY = 'relata-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

export function currentTheme(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return prefersDark.matches ? 'dark' : 'light';
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(KEY, theme);
  applyTheme();
}

export function applyTheme() {
  const theme = currentTheme();
  document.documentElement.dataset.theme = theme;
  setTheme(theme === 'dark' ? webDarkTheme : webLightTheme);
}

/** Calls back when the system's preference changes. */
export function onSystemTheme(changed: () => void) {
  prefersDark.addEventListener('change', changed);
}
