import type { Reply, Request } from './messages.ts';
import { missingScope, Refusal, unauthorized, unknownUrl, wrongMethod } from './openai-errors.ts';
import type { StoredKey, StoredProjectKey } from './openai-keys.ts';
import type { OpenAiState } from './openai-state.ts';

/** A request of somebody who is known, to a path that is known. */
export interface Call<Caller = StoredKey | StoredProjectKey> {
  query: URLSearchParams;
  body: string;
  caller: Caller;
}

/** `ids` are those of the path, in its order. Throws a Refusal. */
export type Handler<Caller = StoredKey | StoredProjectKey> = (
  call: Call<Caller>,
  ...ids: string[]
) => Reply;

export interface Route {
  path: RegExp;
  methods: Record<string, Handler>;
}

/** `path` is the API's, such as `/models/{id}`. */
export function route(path: string, methods: Record<string, Handler>): Route {
  return { path: new RegExp(`^/v1${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`), methods };
}

/** A route for admin keys alone. */
export function adminRoute(
  state: OpenAiState,
  path: string,
  methods: Record<string, Handler<StoredKey>>,
): Route {
  const guarded = Object.entries(methods).map(([method, handler]): [string, Handler] => [
    method,
    (call, ...ids) => {
      const { caller } = call;
      if ('projectId' in caller) {
        const scope = `api.management.${method === 'GET' ? 'read' : 'write'}`;
        throw missingScope(scope, state.options.missingScopeStatus ?? 403);
      }
      return handler({ ...call, caller }, ...ids);
    },
  ]);
  return route(path, Object.fromEntries(guarded));
}

/** Finds the route, then whoever calls, and lets the handler answer. */
export function dispatch(
  state: OpenAiState,
  routes: readonly Route[],
  { method, url, headers, body }: Request,
): Reply {
  const { pathname, searchParams: query } = url;
  const found = routes.find(({ path }) => path.test(pathname));
  if (!found) return unknownUrl(method, pathname);
  const { path, methods } = found;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!handler) return wrongMethod(method, pathname, Object.keys(methods).join(', '));

  const value = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const caller = value === undefined ? undefined : state.authenticate(value);
  if (!caller) return unauthorized(value);
  try {
    return handler({ query, body, caller }, ...(path.exec(pathname) ?? []).slice(1));
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
