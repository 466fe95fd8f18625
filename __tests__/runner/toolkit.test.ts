import { EOL } from 'node:os';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { toolkit } from '../../src/runner/toolkit.ts';
import { parseCommand } from '../support/commands.ts';

let printed: string;
beforeEach(() => {
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  delete process.env.RUNNER_DEBUG;
});

const text = 'a%0A\r\nb::c';

test.each([
  ['setSecret', 'add-mask'],
  ['debug', 'debug'],
  ['notice', 'notice'],
  ['warning', 'warning'],
  ['setFailed', 'error'],
] as const)('%s is the command %s on one line', (method, name) => {
  toolkit[method](text);
  expect(printed).toMatch(/^[^\r\n]+\r?\n$/);
  expect(printed.endsWith(EOL)).toBe(true);
  expect(parseCommand(printed.trimEnd())).toEqual({ name, properties: {}, data: text });
});

test('info is a line as it is', () => {
  toolkit.info('a%0Ab');
  expect(printed).toBe(`a%0Ab${EOL}`);
});

test('only a failure sets the exit code', () => {
  toolkit.warning('x');
  expect(process.exitCode).toBeUndefined();
  toolkit.setFailed('x');
  expect(process.exitCode).toBe(1);
});

describe('debug logging', () => {
  test.each([
    ['1', true],
    ['0', false],
    ['true', false],
    ['', false],
  ])('with RUNNER_DEBUG=%j is on: %p', (value, on) => {
    process.env.RUNNER_DEBUG = value;
    expect(toolkit.isDebug()).toBe(on);
  });

  test('is off without it', () => {
    expect(toolkit.isDebug()).toBe(false);
  });
});
