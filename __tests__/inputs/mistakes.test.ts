import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mistakeIn } from '../../src/inputs/mistakes.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { actionError, failureOf, inputs, SENTINEL } from '../../testing/fakes.ts';

const KEY = 'sk-admin-hunter22hunter22';
const TOKEN = 'ghs_hunter22hunter22';

describe('a key that was saved with something around it', () => {
  test.each([
    [`"${KEY}"`, 'in quotes'],
    [`'${KEY}'`, 'in quotes'],
    [`“${KEY}”`, 'in quotes'],
    [`${KEY}"`, 'in quotes'],
    [`OPENAI_ADMIN_KEY=${KEY}`, '`NAME=value`'],
    [`OPENAI_ADMIN_KEY="${KEY}"`, '`NAME=value`'],
    [`OPENAI_ADMIN_KEY: ${KEY}`, '`NAME=value`'],
    [`key=${KEY}`, '`NAME=value`'],
    [`export OPENAI_ADMIN_KEY=${KEY}`, '`export`'],
    [`export\tKEY=${KEY}`, '`export`'],
    [`Bearer ${KEY}`, '`Bearer`'],
    ['secrets.OPENAI_ADMIN_KEY', 'the text of an expression'],
    ['${{ secrets.OPENAI_ADMIN_KEY', 'the text of an expression'],
    ['{{ env.KEY }}', 'the text of an expression'],
  ])('%s: %s', (text, said) => {
    for (const wanted of ['OpenAI', 'GitHub'] as const) {
      expect(mistakeIn(text, wanted)).toContain(said);
      expect(mistakeIn(text, wanted)).not.toContain('hunter22');
    }
  });

  test('is none where it is a key, or a token, alone', () => {
    const body = fc.stringMatching(/^[A-Za-z0-9_-]{12,60}$/);
    fc.assert(
      fc.property(body, fc.constantFrom('sk-admin-', 'sk-proj-', 'sk-'), (text, prefix) => {
        expect(mistakeIn(prefix + text, 'OpenAI')).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(body, fc.constantFrom('ghs_', 'ghp_', 'github_pat_'), (text, prefix) => {
        expect(mistakeIn(prefix + text, 'GitHub')).toBeUndefined();
      }),
    );
    // What a gateway may take: its own words, Base64 among them.
    for (const text of ['', 'gateway-token', 'dGhlIGtleQ==', 'eyJhbGciOi.eyJzdWIi.sig']) {
      expect(mistakeIn(text, 'OpenAI')).toBeUndefined();
    }
  });
});

describe('what stands in the place of another', () => {
  const delivery = { name: 'nightly', 'secret-name': 'KEY', 'github-token': TOKEN };
  const problemOf = async (given: Parameters<typeof inputs>[0]) => {
    const env = { GITHUB_REPOSITORY: 'octo/repo', ...inputs({ operation: 'create', ...given }) };
    const error = await failureOf(() => parseRequest(env));
    expect(error).toMatchObject(actionError('input'));
    expect(error.message).not.toMatch(/hunter22|Sentinel/);
    return error.message.split('\n- ').slice(1);
  };

  test.each([
    [{ ...delivery, 'admin-api-key': TOKEN }, '`admin-api-key` seems to be a GitHub token'],
    [{ ...delivery, 'github-token': KEY }, '`github-token` seems to be an OpenAI key'],
    [{ ...delivery, 'github-token': `"${TOKEN}"` }, '`github-token` seems to be in quotes'],
    [{ ...delivery, 'github-token': `T=${TOKEN}` }, '`github-token` seems to hold its name'],
    [{ name: 'x', 'admin-api-key': `"${SENTINEL}"` }, '`admin-api-key` seems to be in quotes'],
    [{ name: 'x', 'admin-api-key': `export A=${KEY}` }, '`admin-api-key` seems to begin with'],
  ])('%j', async (given, problem) => {
    expect(await problemOf(given)).toEqual([expect.stringContaining(problem)]);
  });

  test('is refused too where it came from the environment', async () => {
    const env = { ...inputs({ operation: 'list', 'admin-api-key': '' }), OPENAI_ADMIN_KEY: TOKEN };
    const { message } = await failureOf(() => parseRequest(env));
    expect(message).toContain('`admin-api-key` seems to be a GitHub token');
  });
});

describe('a key without `sk-`', () => {
  const list = { operation: 'list', 'admin-api-key': 'hunter22hunter22' };

  test.each([
    'https://api.openai.com/v1',
    'https://eu.api.openai.com/v1',
  ])('is not sent to %s', async (url) => {
    const { message } = await failureOf(() => parseRequest(inputs({ ...list, 'base-url': url })));
    expect(message).toContain('`admin-api-key` does not start with `sk-`');
    expect(message).not.toContain('hunter22');
  });

  test.each([
    'https://gateway.example/v1',
    'http://127.0.0.1:8787/v1',
  ])('may be what %s takes', (url) => {
    expect(parseRequest(inputs({ ...list, 'base-url': url })).operation).toBe('list');
  });
});
