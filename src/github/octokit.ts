import { getOctokit } from '@actions/github';
import type { Credential } from '../domain/credential.ts';
import type { HttpRequest } from '../http/client.ts';
import { findExcess } from '../http/json-limits.ts';
import type { SendOptions, Transport } from '../http/transport.ts';
import { isWebPage } from '../http/web-page.ts';
import { WebPageError } from './errors.ts';

/**
 * A page of 100 repositories has 10,000. Octokit searches each value for large numbers, which takes 3 s
 * per million.
 */
const MAX_VALUES = 100_000;
/** The same page has 700 KB. A number of several megabytes takes Octokit seconds. */
const MAX_LENGTH = 2 * 1024 * 1024;

/**
 * Octokit on this action's transport, for one policy of redirects, certificates, proxies, timeouts and
 * retries. Its own `fetch` would follow redirects with the token.
 *
 * @param reading - the default send options
 */
export function createOctokit(
  transport: Transport,
  baseUrl: URL,
  token: Credential,
  reading: SendOptions,
): ReturnType<typeof getOctokit> {
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  return getOctokit(token.reveal(), {
    baseUrl: baseUrl.href.replace(/\/$/, ''),
    userAgent: 'openai-admin-api-keys-action',
    log,
    // Octokit writes headers such as `sunset` to the log of the request, not to its own.
    request: { log, fetch: fetchBy(transport, reading) },
  });
}

/** The part of `fetch` that Octokit uses. */
export function fetchBy(transport: Transport, how: SendOptions) {
  return async (url: string, { method, headers, body }: Omit<HttpRequest, 'url'>) => {
    const answer = await transport.send({ method, url: new URL(url), headers, body }, how);
    const isLong = answer.body.length > MAX_LENGTH;
    const excess =
      findExcess(answer.body, MAX_VALUES) ?? (isLong ? 'is larger than 2 MiB' : undefined);
    if (excess !== undefined) throw new Error(`an answer that ${excess}`);
    if (answer.status < 300 && isWebPage(answer)) throw new WebPageError(answer);
    const response = new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((item): [string, string] => [name, item]),
      ),
    });
    // Octokit reports this address.
    Object.defineProperty(response, 'url', { value: url });
    return response;
  };
}
