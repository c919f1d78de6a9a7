/** For tests: a server that answers by address, and what it was asked. */
import { vi } from 'vitest';

/** Each address is matched by how it begins, after `/api/v1`; a status other than 200 goes with a `detail`. A text is answered as it is. */
export function serve(answers: Record<string, unknown>, status = 200) {
  const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    const path = String(url).replace('/api/v1', '');
    const [, body] = Object.entries(answers).find(([begin]) => path.startsWith(begin)) ?? [];
    return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body ?? { detail: `no answer to ${path}` }), { status: body ? status : 404 }));
  });
  const sent = () => fetch.mock.calls.filter(([, request]) => request?.method !== undefined);
  return {
    /** Every request that changes something: how, where, and with what. */
    changes: () => sent().map(([url, request]) => [request?.method, String(url).replace('/api/v1', ''), request?.body ? (JSON.parse(String(request.body)) as unknown) : null]),
    asked: () => fetch.mock.calls.map(([url]) => String(url).replace('/api/v1', '')), sent: () => fetch.mock.calls.at(-1)?.[1],
  };
}
