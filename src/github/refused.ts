import type { IncomingHttpHeaders } from 'node:http';
import { excessOf } from '../http/excess.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { isWebPage } from '../http/web-page.ts';

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
    return excessOf(body) === undefined ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
