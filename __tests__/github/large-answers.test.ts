import { afterEach, expect, jest, test } from '@jest/globals';
import { maySpeakOfFreshToken } from '../../src/github/causes.ts';
import { httpResponse } from '../../testing/fakes.ts';

/*
 * The parser takes a gigabyte for 16 MiB of brackets, which is what an answer may have. It is asked
 * about answers before Octokit and its limits are, for each attempt and up to four targets at once.
 */

afterEach(() => void jest.restoreAllMocks());

const brackets = `[${'{},'.repeat(500_000)}{}]`;

test.each([
  ['a long refusal', httpResponse(401, {}, brackets)],
  ['a long one with a message', httpResponse(403, {}, `{"message":"x","more":${brackets}}`)],
  ['a success', httpResponse(200, {}, { message: 'short' })],
])('%s is not parsed', (_, answer) => {
  const parse = jest.spyOn(JSON, 'parse');
  maySpeakOfFreshToken(answer);
  expect(parse).not.toHaveBeenCalled();
});

test('a short one is', () => {
  const archived = { message: 'Repository was archived so is read-only.' };
  expect(maySpeakOfFreshToken(httpResponse(403, {}, archived))).toBe(false);
  expect(maySpeakOfFreshToken(httpResponse(403, {}, { message: 'No.' }))).toBe(true);
});
