import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../http/exchange.ts';
import { isWebPage } from '../http/web-page.ts';

/** An error's body is short; of a longer one, the parser could take a gigabyte. */
const MAX_BODY = 65_536;

/** An answer, as far as causes are told apart by it. */
export interface Refused {
  status: number;
  headers: IncomingHttpHeaders;
  /** The `message` of the body; empty where there is none. */
  message: string;
  /** Whether a page for people came instead of a body. */
  isPage: boolean;
}

/** An answer of the transport's, as far as causes are told apart by it. */
export function refusedBy(answer: HttpResponse): Refused {
  const { status, headers, body } = answer;
  return { status, headers, message: messageIn(parsed(body)), isPage: isWebPage(answer) };
}

/** The `message` of a body that was parsed; empty where there is none. */
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
