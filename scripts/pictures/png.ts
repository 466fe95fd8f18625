// PNG files as small as pictures of text can be, with a note inside. https://www.w3.org/TR/png-3/
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Enough for text, its soft edges and an emoji; 256 make the file a tenth larger. */
const MAX_COLOURS = 128;
const RGB = 2;
const INDEXED = 3;
const RGBA = 6;

interface Chunk {
  type: string;
  data: Buffer;
}

/**
 * The same picture with at most 128 colours and a note in a `tEXt` chunk; what else it had, but for
 * its size and its pixels, is left out. A colour that is none of the 128 most frequent ones becomes
 * the one of them that is nearest to it.
 *
 * @param png - opaque, with 8 bits a channel and not interlaced, as Chromium's screenshots are
 * @throws Error where it is not
 */
export function shrink(png: Buffer, keyword: string, note: string): Buffer {
  const chunks = chunksOf(png);
  const header = Buffer.from(chunks[0]?.data ?? []);
  const [depth, kind, , , interlace] = header.subarray(8);
  if (depth !== 8 || (kind !== RGB && kind !== RGBA) || interlace !== 0) {
    throw new Error('The picture is not a PNG as Chromium writes them.');
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const lines = inflateSync(Buffer.concat(packed));
  const { indexes, palette } = index(unfilter(lines, width, height, kind === RGB ? 3 : 4));
  // Each line begins with the kind of its filter: none, which is best for indexes.
  const plain = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    plain.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  header[9] = INDEXED;
  return fileOf([
    { type: 'IHDR', data: header },
    { type: 'PLTE', data: palette },
    { type: 'tEXt', data: Buffer.from(`${keyword}\0${note}`, 'latin1') },
    { type: 'IDAT', data: deflateSync(plain, { level: 9 }) },
    { type: 'IEND', data: Buffer.alloc(0) },
  ]);
}

/** The note of this keyword in a PNG; undefined where there is none. */
export function noteOf(png: Buffer, keyword: string): string | undefined {
  const start = `${keyword}\0`;
  const notes = chunksOf(png).filter(({ type }) => type === 'tEXt');
  const texts = notes.map(({ data }) => data.toString('latin1'));
  return texts.find((text) => text.startsWith(start))?.slice(start.length);
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  // Length, type, data, checksum.
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function fileOf(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ type, data }) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    checksum.writeUInt32BE(crc32(body));
    return [length, body, checksum];
  });
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** The colours of all pixels as numbers, 0xRRGGBB. */
function unfilter(lines: Buffer, width: number, height: number, channels: number): Uint32Array {
  const stride = width * channels;
  const colours = new Uint32Array(width * height);
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1) + 1;
    const filter = lines[start - 1] ?? 0;
    const line = lines.subarray(start, start + stride);
    for (let x = 0; x < stride; x++) {
      const left = line[x - channels] ?? 0;
      const corner = above[x - channels] ?? 0;
      line[x] = (line[x] ?? 0) + predict(filter, left, above[x] ?? 0, corner);
    }
    for (let x = 0; x < width; x++) {
      colours[y * width + x] = line.readUIntBE(x * channels, 3);
    }
    above = line;
  }
  return colours;
}

/** What a filter takes for the likely value of a byte. */
function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function index(colours: Uint32Array): { indexes: Uint8Array; palette: Buffer } {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const ranked = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const kept = ranked.slice(0, MAX_COLOURS);
  const indexOf = new Map(kept.map((colour, at) => [colour, at]));
  for (const colour of ranked.slice(MAX_COLOURS)) {
    const distances = kept.map((other) => distance(colour, other));
    indexOf.set(colour, distances.indexOf(Math.min(...distances)));
  }
  const palette = Buffer.alloc(3 * kept.length);
  for (const [at, colour] of kept.entries()) palette.writeUIntBE(colour, 3 * at, 3);
  return { indexes: Uint8Array.from(colours, (colour) => indexOf.get(colour) ?? 0), palette };
}

function distance(one: number, other: number): number {
  const channel = (shift: number) => ((one >> shift) & 0xff) - ((other >> shift) & 0xff);
  return channel(16) ** 2 + channel(8) ** 2 + channel(0) ** 2;
}
