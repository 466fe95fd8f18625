import { getOctokit } from '@actions/github';
import type { Secret } from '../domain/secret.ts';
import { excessOf } from '../http/excess.ts';
import type { SendOptions, Transport } from '../http/transport.ts';
import { UNCERTAIN_HEADER } from './refusals.ts';

export type Octokit = ReturnType<typeof getOctokit>;

interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/**
 * Octokit over this action's one transport, so that redirects, certificates, proxies, timeouts and
 * retries have one policy. It follows no redirect with the token, as its own `fetch` would.
 */
export function createOctokit(transport: Transport, baseUrl: URL, token: Secret): Octokit {
  const silent = () => undefined;
  return getOctokit(token.reveal(), {
    baseUrl: baseUrl.href.replace(/\/$/, ''),
    userAgent: 'openai-admin-api-keys-action',
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: fetchBy(transport, { repeatable: true, droppable: true }) },
  });
}

/** A `fetch` as far as Octokit uses one. */
export function fetchBy(transport: Transport, how: SendOptions) {
  return async (url: string, { method, headers, body }: FetchOptions): Promise<Response> => {
    const request = { method, url: new URL(url), headers, ...(body !== undefined && { body }) };
    const answer = await transport.send(request, how);
    const excess = excessOf(answer.body);
    if (excess !== undefined) throw new Error(`an answer that ${excess}`);
    const response = new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((item): [string, string] => [name, item]),
      ),
    });
    if (answer.uncertain) response.headers.set(UNCERTAIN_HEADER, 'true');
    // Octokit reports the address that answered.
    Object.defineProperty(response, 'url', { value: url });
    return response;
  };
}
