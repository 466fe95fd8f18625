import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../http/client.ts';
import { isWebPage } from '../http/web-page.ts';

/** The body of an error is short; parsing a longer one could take a gigabyte. */
const MAX_BODY = 65_536;

/** The parts of a response that tell causes apart. */
export interface GitHubRefusal {
  status: number;
  headers: IncomingHttpHeaders;
  /** The `message` of the body; empty without one. */
  message: string;
  /** Whether the body is a web page. */
  isPage: boolean;
}

/** Reads these parts from a response. */
export function parseRefusal(answer: HttpResponse): GitHubRefusal {
  const { status, headers, body } = answer;
  return { status, headers, message: messageIn(parsed(body)), isPage: isWebPage(answer) };
}

/** The `message` of a parsed body; empty without one. */
export function messageIn(data: unknown): string {
  const message =
    typeof data === 'object' && data !== null && 'message' in data ? data.message : '';
  return typeof message === 'string' ? message : '';
}

function parsed(body: string): unknown {
  try {
    return body.length > MAX_BODY ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}
