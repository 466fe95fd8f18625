import { randomBytes } from 'node:crypto';
import type { Reply } from './messages.ts';

/** What GitHub says no to. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = () => new Refusal(404, 'Not Found');

export function refuse({ status, message }: Refusal, documentation: string): Reply {
  return {
    status,
    body: { message, documentation_url: documentation, status: String(status) },
  };
}

/** What GitHub answers, in front of everything else, when there is no User-Agent. */
export const NO_USER_AGENT: Reply = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\n',
};

/** A renamed repository: GitHub keeps the method of what is not a GET. */
export function redirect(method: string, location: string): Reply {
  const [status, message] =
    method === 'GET' ? [301, 'Moved Permanently'] : [307, 'Temporary Redirect'];
  const documentation =
    'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects';
  return {
    status,
    headers: { location },
    body: { message, url: location, documentation_url: documentation },
  };
}

const LIMIT = 5_000;
const HOUR_SECONDS = 3_600;

/** Gives the headers of each answer: the request's id and a rate limit that only counts. */
export function countRequests(now: () => number): () => Record<string, string> {
  let used = 0;
  let reset = 0;
  return () => {
    if (now() >= reset) {
      used = 0;
      reset = now() + HOUR_SECONDS;
    }
    used += 1;
    const id = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();
    return {
      'x-github-request-id': `${id(2)}:${id(3)}:${id(4)}:${id(4)}:${id(4)}`,
      'x-ratelimit-limit': String(LIMIT),
      'x-ratelimit-remaining': String(Math.max(0, LIMIT - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': 'core',
    };
  };
}
