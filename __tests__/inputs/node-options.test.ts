import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { refuseTracing } from '../../src/inputs/credentials.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';

/** `NODE_OPTIONS` is read as Node reads it, however an option is written. */
describe('an unsafe option is found', () => {
  test.each([
    ['with quotes in the middle', '--tls"-"keylog=/tmp/keys'],
    ['with quotes around a part', '"--tls"-keylog=/tmp/keys'],
    ['with a backslash in quotes', '"--tls\\-keylog=/tmp/keys"'],
    ['with empty quotes', '--tls-""keylog=/tmp/keys'],
    ['after an option with a space in it', '--title="a b" --tls-key"log=/tmp/keys"'],
    ['after a quote in quotes', '--title="a\\" b" --tls-keylog=/tmp/keys'],
  ])('%s', async (_, options) => {
    const error = await failureOf(() => refuseTracing({ NODE_OPTIONS: options }));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toContain('`NODE_OPTIONS` contains `--tls-keylog`');
    // Node does take it for that option.
    const env = { NODE_OPTIONS: options.replaceAll('log=/tmp/keys', 'log') };
    const asked = () => execFileSync(process.execPath, ['-e', ''], { env, stdio: 'pipe' });
    expect(asked).toThrow('--tls-keylog requires an argument');
  });

  test('and none is, where it is a part of another one', () => {
    const options = '--title="a \\"--inspect\\" b" --require="/tmp/a --inspect b.js"';
    expect(() => refuseTracing({ NODE_OPTIONS: options })).not.toThrow();
  });
});
