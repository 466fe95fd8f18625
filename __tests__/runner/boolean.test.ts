import { getBooleanInput } from '@actions/core';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INPUTS } from '../../src/inputs/definitions.ts';
import { Inputs } from '../../src/inputs/reader.ts';

const VARIABLE = 'INPUT_DRY-RUN';
afterEach(() => {
  delete process.env[VARIABLE];
});

/** What the input says by the rules of `@actions/core`; undefined where these refuse it. */
function byCore(text: string): boolean | undefined {
  process.env[VARIABLE] = text;
  try {
    return getBooleanInput('dry-run');
  } catch {
    return undefined;
  }
}

function byInputs(text: string): boolean | undefined {
  const inputs = new Inputs({ [VARIABLE]: text });
  const value = inputs.boolean('dry-run');
  return inputs.problems.length === 0 ? value : undefined;
}

test.each([
  'true',
  'True',
  'TRUE',
  'false',
  'False',
  'FALSE',
  ' true\n',
  '\tFALSE\r\n',
  '\u00a0true',
  'tRUE',
  'fALSE',
  'yes',
  'no',
  'on',
  '1',
  '0',
  '',
  ' ',
  'true false',
  '"true"',
  'null',
  '~',
])('%j', (text) => {
  expect(byInputs(text)).toBe(byCore(text));
});

test('agrees with core.getBooleanInput on any text', () => {
  const likely = fc.string({ unit: fc.constantFrom(...'trueTRUEfalseFALSE \n') });
  const word = fc.mixedCase(fc.constantFrom('true', 'false', ' true '));
  fc.assert(
    fc.property(fc.oneof(likely, word, fc.string()), (text) => {
      expect(byInputs(text)).toBe(byCore(text.replaceAll('\0', '')));
    }),
    { numRuns: 500 },
  );
});

test('an input that is left out is its default', () => {
  const inputs = new Inputs({});
  expect(inputs.boolean('summary')).toBe(INPUTS.summary.default === 'true');
  expect(inputs.boolean('dry-run')).toBe(false);
  expect(inputs.problems).toEqual([]);
});
