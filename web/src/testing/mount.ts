/** For tests: puts an element on the page, and reads what a person would read. */
import type { LitElement } from 'lit';

/** Names that somebody with bad intentions could put into a mail header. */
export const HOSTILE_NAMES = [
  '<img src=x onerror="alert(1)">',
  '"><script>alert(1)</script>',
  'Anna \u202egnp.exe',
  'line\r\nBcc: all@example.org',
  'שרה כהן',
  'x'.repeat(200),
];

export async function mount<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): Promise<HTMLElementTagNameMap[Name]> {
  const element = Object.assign(document.createElement(name), properties);
  document.body.append(element);
  await settled(element);
  return element;
}

/** Waits until the element has drawn what it was last told. */
export const settled = (element: Element) => (element as LitElement).updateComplete;

/** All text inside, through shadow roots, with single spaces. */
export function textOf(node: Node): string {
  return words(node).replace(/\s+/g, ' ').trim();
}

/** The first element that matches, through shadow roots. */
export function find<Found extends Element = HTMLElement>(root: Element, selector: string): Found | null {
  for (const element of everythingIn(root)) if (element.matches(selector)) return element as Found;
  return null;
}

/** The first element that matches; a test that misses it fails here. */
export function must<Found extends Element = HTMLElement>(root: Element, selector: string): Found {
  const found = find<Found>(root, selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** Every element inside, in document order, through shadow roots. */
export function everythingIn(root: Element): Element[] {
  const children = [...(root.shadowRoot?.children ?? []), ...root.children];
  return children.flatMap((it) => [it, ...everythingIn(it)]);
}

function words(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  if (!(node instanceof Element) || node.localName === 'style') return '';
  const inside = [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(words).join('');
  return node.matches('bdi, strong') ? inside : ` ${inside} `;
}
