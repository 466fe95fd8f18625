import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noteOf, shrink } from '../../scripts/pictures/png.ts';

const WIDTH = 5;
const RGB = 2;
const RGBA = 6;

type Pixel = [red: number, green: number, blue: number];

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A PNG of these pixels, each line with the filter that is given for it, its data in two chunks. */
function pngOf(pixels: Pixel[], kind: number, filters: number[]): Buffer {
  const channels = kind === RGB ? 3 : 4;
  const lines = filters.map((_, y) =>
    pixels
      .slice(y * WIDTH, (y + 1) * WIDTH)
      .flatMap((pixel) => (kind === RGB ? pixel : [...pixel, 255])),
  );
  const filtered = lines.flatMap((line, y) => {
    const filter = filters[y] ?? 0;
    const bytes = line.map((value, x) => {
      const [left, up] = [line[x - channels] ?? 0, lines[y - 1]?.[x] ?? 0];
      const corner = lines[y - 1]?.[x - channels] ?? 0;
      const far = (one: number) => Math.abs(left + up - corner - one);
      const nearest = [left, up, corner].sort((one, other) => far(one) - far(other))[0] ?? 0;
      return value - ([0, left, up, Math.floor((left + up) / 2), nearest][filter] ?? 0);
    });
    return [filter, ...bytes];
  });
  const header = Buffer.from([0, 0, 0, WIDTH, 0, 0, 0, filters.length, 8, kind, 0, 0, 0]);
  const data = deflateSync(Buffer.from(filtered));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', data.subarray(0, 20)),
    chunk('IDAT', data.subarray(20)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The pixels of what `shrink` makes: indexed, without filters. */
function pixelsOf(png: Buffer): Pixel[] {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tEXt', 'IDAT', 'IEND']);
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const bytes = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const indexes = [...bytes].filter((_, at) => at % (WIDTH + 1) > 0);
  return indexes.map((index) => [...palette.subarray(3 * index, 3 * index + 3)] as Pixel);
}

test('a picture of few colours stays as it is, whatever its filters, and gets its note', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const picture = fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
    .chain((filters) => {
      const size = { minLength: WIDTH * filters.length, maxLength: WIDTH * filters.length };
      return fc.tuple(fc.constant(filters), fc.array(fc.tuple(byte, byte, byte), size));
    });
  fc.assert(
    fc.property(picture, fc.constantFrom(RGB, RGBA), ([filters, pixels], kind) => {
      const small = shrink(pngOf(pixels, kind, filters), 'text', 'abc');
      expect(pixelsOf(small)).toEqual(pixels);
      expect(noteOf(small, 'text')).toBe('abc');
      expect(noteOf(small, 'tex')).toBeUndefined();
    }),
  );
});

test('a rare colour among many becomes the nearest of the frequent ones', () => {
  const many = Array.from({ length: 128 }, (_, at): Pixel => [2 * at, 255 - at, 7]);
  const pixels: Pixel[] = [...many, ...many, [41, 236, 9], [100, 203, 5], ...many.slice(0, 2)];
  const small = shrink(pngOf(pixels, RGB, new Array(52).fill(4)), 'text', '');
  expect(pixelsOf(small)).toEqual([
    ...many,
    ...many,
    [40, 235, 7],
    [100, 205, 7],
    ...many.slice(0, 2),
  ]);
});

test.each([
  ['with 16 bits a channel', 8, 16],
  ['that is indexed already', 9, 3],
  ['that is interlaced', 12, 1],
])('a picture %s is refused', (_, at, value) => {
  const png = pngOf([], RGB, []);
  png[8 + 8 + at] = value;
  expect(() => shrink(png, 'text', '')).toThrow('not a PNG as Chromium writes them');
});
