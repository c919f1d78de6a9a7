/** The one place that talks HTTP. Every file beside it names addresses of one subject; nothing else builds a request. */
import { t } from '../locales/t.js';

const BASE = '/api/v1';
const NO_CONTENT = 204;

/** The server said no, or could not be reached (status 0). The message is meant for a person. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** The viewer may, but signed in too long ago for something so grave. */
    readonly again = false,
  ) {
    super(message);
  }
}

export type Query = Record<string, string | number | undefined>;

export function get<Answer>(server: string, path: string, query: Query, signal: AbortSignal): Promise<Answer> {
  return ask<Answer>(address(server, path, query), { signal });
}

export const post = <Answer>(server: string, path: string, body: object) => send<Answer>('POST', server, path, body);

export const put = <Answer>(server: string, path: string, body: object) => send<Answer>('PUT', server, path, body);

export const remove = <Answer = void>(server: string, path: string) => ask<Answer>(address(server, path, {}), { method: 'DELETE' });

function send<Answer>(method: string, server: string, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask<Answer>(address(server, path, {}), { method, headers, body: JSON.stringify(body) });
}

/** Makes a path of literal parts and outside ids, so that no id can change the path. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return String.raw({ raw: parts }, ...ids.map(encodeURIComponent));
}

/** The whole address, for a link to what the browser itself fetches. */
export function address(server: string, path: string, query: Query): string {
  const given = Object.entries(query).filter((it): it is [string, string | number] => it[1] !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return server.replace(/\/$/, '') + BASE + path + (search.size > 0 ? `?${search}` : '');
}

async function ask<Answer>(url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, request).catch((error: Error) => {
    if (error.name === 'AbortError') throw error;
    throw new ApiProblem(0, t('problem.unreachable'));
  });
  if (!response.ok) throw await problemOf(response);
  return (response.status === NO_CONTENT ? undefined : await response.json()) as Answer;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as { detail?: string; again?: boolean };
  return new ApiProblem(response.status, body.detail ?? t('problem.status', { status: String(response.status) }), body.again === true);
}
