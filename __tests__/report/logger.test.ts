import { expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { createLogger } from '../../src/report/logger.ts';
import { createMasker } from '../../src/runner/masker.ts';
import { fakeToolkit } from '../../testing/fakes.ts';

test('every line is redacted and made harmless, whatever its kind', () => {
  const toolkit = fakeToolkit(true);
  const masks = createMasker(toolkit.setSecret);
  masks.mask(new Credential('hunter22'));
  const reporter = createLogger(toolkit, masks);
  const text = '::error::hunter22\n ##[add-mask]sk-admin-abcdefghijklmnopqrst\r\nend';
  reporter.info(text);
  reporter.debug(text);
  reporter.notice(text);
  reporter.warning(text);
  reporter.error(text);
  const safe = ':\u200b:error::***\n ##\u200b[add-mask]***\ufffd\nend';
  expect(toolkit.lines).toEqual([
    { kind: 'mask', text: 'hunter22' },
    ...(['info', 'debug', 'notice', 'warning', 'error'] as const).map((kind) => ({
      kind,
      text: safe,
    })),
  ]);
});

test('debug lines are dropped where nobody would see them', () => {
  const toolkit = fakeToolkit(false);
  createLogger(toolkit, createMasker(toolkit.setSecret)).debug('x');
  expect(toolkit.lines).toEqual([]);
});
