import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any;
  /** False when the connection ended before the announced length. */
  complete: boolean;
}

export interface CallOptions {
  key?: string;
  headers?: Record<string, string>;
  /** JSON-encoded unless it is a string. */
  body?: unknown;
  signal?: AbortSignal;
  /** The certificate to trust, for https. */
  ca?: string;
}

/** Sends one request; rejects when no answer begins. */
export async function call(method: string, url: string, options: CallOptions = {}) {
  const { key, body } = options;
  const headers = { ...options.headers, ...(key && { authorization: `Bearer ${key}` }) };
  const { signal, ca } = options;
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const init = { method, headers, ...(signal && { signal }), ...(ca && { ca }) };
    const request = send(url, init, resolve);
    request.on('error', reject);
    request.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return read(response);
}

async function read(response: IncomingMessage): Promise<Answer> {
  let text = '';
  response.setEncoding('utf8');
  try {
    for await (const chunk of response) text += chunk;
  } catch {
    // `complete` tells that the body was cut.
  }
  const { statusCode: status = 0, headers, complete } = response;
  return { status, headers, text, json: parse(text), complete };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
