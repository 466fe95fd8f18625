import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeCredential } from '../../src/domain/credential-shape.ts';
import { redact } from '../../src/domain/redact.ts';

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const T20 = 'abcdefghijklmnopqrst';
const half = fc.string({
  unit: fc.constantFrom(...KEY_LETTERS),
  minLength: 58,
  maxLength: 58,
});
const realKey = fc.tuple(half, half).map(([a, b]) => `sk-admin-${a}T3BlbkFJ${b}`);

describe('what has the shape of a credential', () => {
  test.each([
    [`my ${'sk-admin-'.padEnd(133, 'aB3_-')} key`, 'my *** key'],
    [`"sk-proj-${T20}"`, '"***"'],
    [`x=sk-svcacct-${T20}_-aB.`, 'x=***.'],
    [`foo_sk-admin-${T20}`, 'foo_***'],
    [`sk-${T20}${T20}-x`, '***'],
    ['aT3BlbkFJ', '***'],
    ['T3BlbkFJ-x.T3BlbkFJT3BlbkFJ', '***.***'],
    [`sk-ad\u200bmin-${T20}\u00ad0`, '***'],
    [`a\u200bsk-admin-${T20}`, 'a\u200b***'],
    ['x T3Blbk\u200bFJ', 'x ***'],
    ['Bearer \t"', 'Bearer \t"'],
    ['ghs_1.2-3_4abc.', '***'],
    // One character less is a name.
    [`sk-admin-${T20.slice(1)}`, `sk-admin-${T20.slice(1)}`],
    [`sk-${T20}${T20.slice(1)}`, `sk-${T20}${T20.slice(1)}`],
    ['sk-learn-nightly', 'sk-learn-nightly'],
    ['task-admin-for-the-nightly-builds', 'task-admin-for-the-nightly-builds'],
    ['laughs_at_everything', 'laughs_at_everything'],
    ['sk-proj-****************wxyz', 'sk-proj-****************wxyz'],
    ['sk-T3BlbkFJ...T3Bl', 'sk-T3BlbkFJ...T3Bl'],
    ['ghp_abcdefgh12345678', '***'],
    ['gho_abcdefgh ghu_abcdefgh ghs_abcdefgh ghr_abcdefgh', '*** *** *** ***'],
    ['github_pat_11AAAAAA_bbbb', '***'],
    ['Authorization: Bearer abc.def-123', 'Authorization: ***'],
    ['{"authorization":"Bearer x"}', '{"authorization":"***"}'],
    ['sk-admin...xyz', 'sk-admin...xyz'],
    ['sk-admin…xyz', 'sk-admin…xyz'],
    ['task-runner-for-builds', 'task-runner-for-builds'],
    ['disk-usage-of-the-runner', 'disk-usage-of-the-runner'],
    ['sk-short', 'sk-short'],
    ['key_abcdefghijklmnop', 'key_abcdefghijklmnop'],
    ['ghx_abcdefgh12345678', 'ghx_abcdefgh12345678'],
    ['the forBearer of it', 'the forBearer of it'],
    ['', ''],
  ])('%s becomes %s', (text, clean) => {
    expect(redact(text)).toBe(clean);
    expect(looksLikeCredential(text)).toBe(text !== clean || text.includes('T3BlbkFJ'));
  });

  test('leaves nothing of a real-looking key in any text', () => {
    const around = fc.string({ unit: fc.constantFrom(...' \n"\'.,:/=*🔑') });
    fc.assert(
      fc.property(around, realKey, around, (before, key, after) => {
        expect(redact(before + key + after).replaceAll('*', '')).toBe(
          (before + after).replaceAll('*', ''),
        );
        expect(looksLikeCredential(before + key + after)).toBe(true);
      }),
    );
  });

  test('what is redacted once stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(realKey, fc.string(), fc.constant('Bearer '))), (parts) => {
        const clean = redact(parts.join(' '));
        expect(redact(clean)).toBe(clean);
      }),
    );
  });
});
