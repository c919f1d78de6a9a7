/** The one place that talks HTTP. Every file beside it names addresses of one subject; nothing else builds a request. */
import { t } from '../locales/t.js';

const BASE = '/api/v1';
const NO_CONTENT = 204;
const SIGNED_OUT = 401;

/** Whom to ask: a server that knows the viewer by a cookie, the page's own when empty, or one reached through an entry. */
export type Server = string | Entry;

/** A way into a server without a cookie. */
export interface Entry {
  readonly address: string;
  /** What the `authorization` header says. */
  authorise(): Promise<string>;
  /** The server refused what `authorise` gave; the next one shall be another. */
  refused(authorization: string): void;
}

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

export function get<Answer>(server: Server, path: string, query: Query, signal: AbortSignal): Promise<Answer> {
  return ask<Answer>(server, address(server, path, query), { signal });
}

export const post = <Answer>(server: Server, path: string, body: object, signal?: AbortSignal) => send<Answer>('POST', server, path, body, signal);

export const put = <Answer>(server: Server, path: string, body: object) => send<Answer>('PUT', server, path, body);

export const remove = <Answer = void>(server: Server, path: string) => ask<Answer>(server, address(server, path, {}), { method: 'DELETE' });

function send<Answer>(method: string, server: Server, path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  return ask<Answer>(server, address(server, path, {}), { ...json(method, body), signal: signal ?? null });
}

const json = (method: string, body: object): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Asks for something that takes its time: the answer's lines, each as soon as it is there. Ending the signal ends it on the server, too. */
export async function* lines<Line>(server: string, path: string, body: object, signal: AbortSignal): AsyncGenerator<Line> {
  const response = await reach(address(server, path, {}), { ...json('POST', body), signal });
  if (!response.ok) throw announced(server, await problemOf(response));
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const read = await reader?.read().catch(unreachable);
    if (read === undefined || read.done) return;
    text += decoder.decode(read.value, { stream: true });
    const whole = text.split('\n');
    text = whole.pop() ?? '';
    for (const line of whole) if (line !== '') yield JSON.parse(line) as Line;
  }
}

/** Makes a path of literal parts and outside ids, so that no id can change the path. */
export function path(parts: TemplateStringsArray, ...ids: string[]): string {
  return String.raw({ raw: parts }, ...ids.map(encodeURIComponent));
}

/** The whole address, for a link to what the browser itself fetches. */
export function address(server: Server, path: string, query: Query): string {
  const given = Object.entries(query).filter((it): it is [string, string | number] => it[1] !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const base = typeof server === 'string' ? server : server.address;
  return base.replace(/\/$/, '') + BASE + path + (search.size > 0 ? `?${search}` : '');
}

/** Nothing goes along that says who asks. */
export async function postAnonymously<Answer>(server: string, path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const response = await reach(address(server, path, {}), { method: 'POST', headers, credentials: 'omit', body: JSON.stringify(body) });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Answer;
}

async function ask<Answer>(server: Server, url: string, request: RequestInit): Promise<Answer> {
  const response = typeof server === 'string' ? await reach(url, request) : await enter(server, url, request);
  if (!response.ok) throw announced(server, await problemOf(response));
  return (response.status === NO_CONTENT ? undefined : await response.json()) as Answer;
}

/** Without any cookie. A session that has ended is replaced once. */
async function enter(entry: Entry, url: string, request: RequestInit): Promise<Response> {
  const attempt = async (authorization: string) =>
    reach(url, { ...request, credentials: 'omit', headers: { ...request.headers, authorization } });
  const authorization = await entry.authorise();
  const response = await attempt(authorization);
  if (response.status !== SIGNED_OUT) return response;
  entry.refused(authorization);
  return attempt(await entry.authorise());
}

const reach = (url: string, request: RequestInit): Promise<Response> => fetch(url, request).catch(unreachable);

function unreachable(error: Error): never {
  if (error.name === 'AbortError') throw error;
  throw new ApiProblem(0, t('problem.unreachable'));
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as { detail?: string; again?: boolean };
  return new ApiProblem(response.status, body.detail ?? t('problem.status', { status: String(response.status) }), body.again === true);
}

/** That the viewer's session has ended is the shell's to say, whoever asked: `relata-signed-out` on the window. */
function announced(server: Server, problem: ApiProblem): ApiProblem {
  if (server === '' && problem.status === SIGNED_OUT) dispatchEvent(new Event('relata-signed-out'));
  return problem;
}
