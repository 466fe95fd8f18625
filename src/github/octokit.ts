import { getOctokit } from '@actions/github';
import type { Secret } from '../domain/secret.ts';
import { excessOf } from '../http/excess.ts';
import type { SendOptions, Transport } from '../http/transport.ts';
import { isWebPage } from '../http/web-page.ts';
import { UNCERTAIN_HEADER, WebPageError } from './refusals.ts';

/**
 * A page of a hundred repositories has ten thousand. Octokit looks at each of them by itself (it looks
 * for numbers that are too large for one), which takes 3 s a million.
 */
const MAX_VALUES = 100_000;
/** The same page has 700 KB. A single number of some megabytes takes Octokit seconds each. */
const MAX_LENGTH = 2 * 1024 * 1024;

export type Octokit = ReturnType<typeof getOctokit>;

interface FetchOptions {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/**
 * Octokit over this action's one transport, so that redirects, certificates, proxies, timeouts and
 * retries have one policy. It follows no redirect with the token, as its own `fetch` would.
 *
 * @param reading - how requests are sent that say nothing else
 */
export function createOctokit(
  transport: Transport,
  baseUrl: URL,
  token: Secret,
  reading: SendOptions,
): Octokit {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return getOctokit(token.reveal(), {
    baseUrl: baseUrl.href.replace(/\/$/, ''),
    userAgent: 'openai-admin-api-keys-action',
    log,
    // Octokit prints headers such as `sunset` by the log of the request, which is not its own.
    request: { log, fetch: fetchBy(transport, reading) },
  });
}

/** A `fetch` as far as Octokit uses one. */
export function fetchBy(transport: Transport, how: SendOptions) {
  return async (url: string, { method, headers, body }: FetchOptions): Promise<Response> => {
    const request = { method, url: new URL(url), headers, ...(body !== undefined && { body }) };
    const answer = await transport.send(request, how);
    const isLong = answer.body.length > MAX_LENGTH;
    const excess =
      excessOf(answer.body, MAX_VALUES) ?? (isLong ? 'is larger than 2 MiB' : undefined);
    if (excess !== undefined) throw new Error(`an answer that ${excess}`);
    if (answer.status < 300 && isWebPage(answer)) throw new WebPageError(answer);
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
