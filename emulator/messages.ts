import type { IncomingHttpHeaders } from 'node:http';

export interface Request {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** JSON-encoded unless it is a string; nothing is sent when absent. */
  body?: unknown;
}

/** One request as it arrived. `at` is in milliseconds on the emulator's clock. */
export interface LoggedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
  /** The status answered, or how the connection was treated instead. */
  outcome: number | 'reset' | 'silence' | 'cut' | 'pending';
}

/** An answer as it goes out; with `cut`, only that many bytes of the body do. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  cut?: number | undefined;
}

/** What comes of a request: an answer, a connection that breaks, or nothing at all. */
export type Outcome = Answer | 'reset' | 'silence';
