import { describe, expect, test } from '@jest/globals';
import { ActionError, alsoFailed, messageOf } from '../../src/domain/error.ts';
import { isExpectedHost, isLoopback } from '../../src/domain/url.ts';

test('an ActionError carries its code and its cause', () => {
  const cause = new Error('why');
  const error = new ActionError('partial', 'half of it', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'ActionError',
    code: 'partial',
    message: 'half of it',
    cause,
  });
});

test.each([
  [new Error('why'), 'why'],
  [new ActionError('file', 'how'), 'how'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 'x' }, '[object Object]'],
])('the message of %p is %j', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});

test.each([
  ['localhost', true, true],
  ['127.0.0.1', true, true],
  ['127.255.1.2', true, true],
  ['[::1]', true, true],
  ['localhost.evil.example', false, false],
  ['127.0.0.1.evil.example', false, false],
  ['x127.0.0.1', false, false],
  ['0.0.0.0', false, false],
  ['10.0.0.1', false, false],
  ['api.openai.com', false, true],
  ['eu.api.openai.com', false, true],
  ['openai.com', false, false],
  ['evilapi.openai.com', false, false],
  ['api.openai.com.evil.example', false, false],
])('%s is this machine: %p, and expected: %p', (host, local, expected) => {
  expect(isLoopback(host)).toBe(local);
  expect(isExpectedHost(host)).toBe(expected);
});

describe('what goes wrong while a failure is told', () => {
  const failure = new ActionError('partial', 'One secret was not written.');
  const full = new ActionError('file', 'The disk is full.');

  test('stands beside it', () => {
    expect(alsoFailed(failure, full)).toMatchObject({
      name: 'ActionError',
      code: 'partial',
      message: 'One secret was not written.\nThe disk is full.',
      cause: full,
    });
  });

  test('stands alone where there was no failure, and where it is a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(alsoFailed(undefined, full)).toBe(full);
    expect(alsoFailed(failure, bug)).toBe(bug);
  });
});
