/**
 * The application's addresses: the browser's history, and a table of pages.
 *
 * A plain link is all a page needs: `followLinks` turns a click on it into a visit without loading the document anew.
 */
import type { TemplateResult } from 'lit';

export interface Route {
  /** Its named groups are what the page is about. */
  path: RegExp;
  page: (ids: Record<string, string>, query: URLSearchParams) => TemplateResult;
}

/** The page for an address; undefined when there is none. */
export function pageAt(routes: Route[], { pathname, search }: Pick<Location, 'pathname' | 'search'>) {
  for (const { path, page } of routes) {
    const match = path.exec(pathname);
    const ids = match && decoded(match.groups ?? {});
    if (ids) return page(ids, new URLSearchParams(search));
  }
  return undefined;
}

export function navigate(href: string) {
  history.pushState(null, '', href);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Another address for the same visit: Back leads to where one was before it. */
export function replace(href: string) {
  history.replaceState(null, '', href);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Takes over clicks on links within the application; leaves every other click to the browser. */
export function followLinks(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((it) => it instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  event.preventDefault();
  navigate(link.href);
}

/** Null when somebody mistyped a percent sign. */
function decoded(groups: Record<string, string>): Record<string, string> | null {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, id]) => [name, decodeURIComponent(id)]));
  } catch {
    return null;
  }
}
