/**
 * The page in an iframe of another application: one widget, of the record that the token is for.
 *
 * It keeps nothing: no cookie, no storage; the session lives as long as the page. `embed.js` beside it defines the widgets.
 */
import { EmbedSession } from './api/embed-session.js';
import { Around } from './frame/around.js';
import { t } from './locales/t.js';

const WIDGETS = ['who-knows-whom', 'health', 'kpis', 'timeline'];

interface Widget extends HTMLElement {
  session: EmbedSession;
  record: string;
}

const name = WIDGETS.find((it) => location.pathname === `/embed/v1/${it}`);
const around = new Around(window, ({ theme }) => {
  if (theme) document.documentElement.dataset.theme = theme;
  void show();
});

if (parent === window || name === undefined) say(t('embed.alone'));
else {
  say(t('embed.waiting'));
  new ResizeObserver(() => around.grow(Math.ceil(document.documentElement.getBoundingClientRect().height))).observe(document.documentElement);
  // The evidence opens over the page, and needs room.
  addEventListener('relata-why', () => document.body.classList.add('tall'));
  around.greet();
}

/** Each context opens a session of its own, for the record may be another one. */
async function show() {
  const session = new EmbedSession(location.origin, () => around.token(t('embed.silent')));
  try {
    const { record } = await session.open();
    const widget = document.createElement(`relata-${name}`) as Widget;
    document.body.replaceChildren(Object.assign(widget, { session, record }));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

function say(text: string) {
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  line.textContent = text;
  document.body.replaceChildren(line);
}
