import type zlib from 'node:zlib';

/** Several encodings at once are rare; more than this are an attack. */
const MAX_ENCODINGS = 3;

type Decode = (data: Buffer, options: zlib.ZlibOptions) => Buffer;

/**
 * Decodes a body. Gateways send gzip, br or deflate although `identity` was requested. Unknown encodings
 * are left as they are.
 *
 * @param encoding - the header `content-encoding`
 * @param options - `maxBytes`: the maximum size of the text; `partial`: the end of the body is missing
 * @throws RangeError if the text is larger, Error if the body does not have the encoding
 */
export function decodeBody(
  body: Buffer,
  encoding: string | undefined,
  { maxBytes, partial }: { maxBytes: number; partial: boolean },
): Buffer {
  const names = (encoding ?? '').toLowerCase().split(/[\s,]+/);
  const encodings = names.filter((name) => name !== '' && name !== 'identity');
  if (encodings.length === 0 || body.length === 0) return body;
  if (encodings.length > MAX_ENCODINGS) throw new Error('too many encodings');
  // Loaded on demand: few responses need it, and an import would slow down every start.
  const library = process.getBuiltinModule('node:zlib');
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = library.constants;
  const decoders: Readonly<Record<string, Decode>> = {
    gzip: library.gunzipSync,
    'x-gzip': library.gunzipSync,
    br: library.brotliDecompressSync,
    // Some servers leave out the two-byte header.
    deflate: (data, how) =>
      (((data[0] ?? 0) & 0x0f) === 8 ? library.inflateSync : library.inflateRawSync)(data, how),
  };
  return encodings.reduceRight((data, name) => {
    const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    const finishFlush = name === 'br' ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH;
    return decode?.(data, { maxOutputLength: maxBytes, ...(partial && { finishFlush }) }) ?? data;
  }, body);
}
