import { EOL } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { createToolkit } from '../../src/runner/toolkit.ts';
import { parseCommand } from '../../testing/commands.ts';

function listen(env: NodeJS.ProcessEnv = {}) {
  const printed: string[] = [];
  return { printed, toolkit: createToolkit((text) => void printed.push(text), env) };
}

const text = 'a%0A\r\nb::c';

test.each([
  ['setSecret', 'add-mask'],
  ['debug', 'debug'],
  ['notice', 'notice'],
  ['warning', 'warning'],
  ['error', 'error'],
] as const)('%s is the command %s on one line', (method, name) => {
  const { toolkit, printed } = listen();
  toolkit[method](text);
  expect(printed).toEqual([expect.stringMatching(/^[^\r\n]+\r?\n$/)]);
  expect(printed[0]?.endsWith(EOL)).toBe(true);
  expect(parseCommand(printed[0]?.trimEnd() ?? '')).toEqual({ name, properties: {}, data: text });
});

test('info is a line as it is', () => {
  const { toolkit, printed } = listen();
  toolkit.info('a%0Ab');
  expect(printed).toEqual([`a%0Ab${EOL}`]);
});

describe('debug logging', () => {
  test.each([
    ['1', true],
    ['0', false],
    ['true', false],
    ['', false],
    [undefined, false],
  ])('with RUNNER_DEBUG=%j is on: %p', (RUNNER_DEBUG, on) => {
    expect(listen({ RUNNER_DEBUG }).toolkit.isDebug()).toBe(on);
  });
});
