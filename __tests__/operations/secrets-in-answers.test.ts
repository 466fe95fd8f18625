import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../src/action.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/client.ts';
import { adminKey, fakeWorld, httpResponse, inputs, NOW } from '../../testing/fakes.ts';
import { longestRun } from '../../testing/secret-runs.ts';
import type { Given } from '../../testing/steps.ts';

/** From a server's answer to everything that the step leaves behind. */

const ADMIN = 'sk-admin-q7Wd0ZpLx3Vb9RtYk2HsM5dKjT3BlbkFJnC8fGj4Ea6UoIiXe1Kw0Qz7rBvSy';
const VALUE = 'sk-admin-Zx8Cv7Bn6Mq5Wt4Er3Ty2Ui1OpT3BlbkFJAs9Df8Gh7Jk6Lz5Xc4Vb3Nm2Qw';
const TRIED = 'a-value-Of-Another-Key-0123456789';
const PASSWORD = 'proxy-passw0rd+0f+this/step';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'answers-'));
  writeFileSync(join(folder, 'summary'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

type Respond = (request: HttpRequest) => HttpResponse;

/** Runs the main step against a server that answers as it likes. */
async function run(given: Given, respond: Respond, env: NodeJS.ProcessEnv = {}) {
  const requests: HttpRequest[] = [];
  const file = 'keys-file' in given ? { 'keys-file': join(folder, given['keys-file'] ?? '') } : {};
  const world = fakeWorld(
    {
      ...inputs({ 'admin-api-key': ADMIN, 'retry-for': '0s', ...given, ...file }),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      RUNNER_DEBUG: '1',
      HTTPS_PROXY: `http://user:${encodeURIComponent(PASSWORD)}@proxy.example:3128`,
      ...env,
    },
    {
      openHttpClient: async () => async (request) => {
        requests.push(request);
        return respond(request);
      },
    },
  );
  const exitCode = await runAction(world);
  const { value = '', ...outputs } = world.files.outputs;
  const lines = world.toolkit.lines.filter(({ kind }) => kind !== 'mask').map(({ text }) => text);
  const left = {
    log: lines.join('\n'),
    outputs: JSON.stringify(outputs),
    plainOutputs: Object.values(outputs).join('\n'),
    state: world.files.state.join('\n'),
    summary: readFileSync(join(folder, 'summary'), 'utf8'),
    file: 'keys-file' in file ? readFileSync(file['keys-file'], 'utf8') : '',
  };
  return { exitCode, outputs, value, left, lines, world, requests };
}

const key = adminKey({ id: 'key_abc', lastUsedAt: null }).raw;
const page = (...keys: object[]) =>
  httpResponse(200, {}, { object: 'list', data: keys, has_more: false });

/** How a hostile server writes a secret. */
const WRITINGS: [string, (secret: string) => string][] = [
  ['as it is', (secret) => secret],
  ['without its beginning', (secret) => secret.slice(3)],
  ['without its end', (secret) => secret.slice(0, -3)],
  ['glued to words', (secret) => `xx${secret}yy`],
  ['a line for each eleven', (secret) => secret.replace(/.{11}/g, '$&\n')],
  ['with white space', (secret) => [...secret].join(' ')],
  ['with a tab and a return', (secret) => secret.replace(/.{5}/g, '$&\t\r')],
  ['with zero-width spaces', (secret) => [...secret].join('\u200b')],
  ['with soft hyphens', (secret) => [...secret].join('\u00ad')],
  ['turned around on the screen', (secret) => `\u202e${[...secret].join('\u2066')}`],
  ['with replacement characters', (secret) => [...secret].join('\ufffd')],
  ['with half characters', (secret) => [...secret].join('\ud800')],
  ['with accents', (secret) => [...secret].join('\u0301')],
  ['in capitals', (secret) => secret.toUpperCase()],
  ['in Base64', (secret) => Buffer.from(`x ${secret}`).toString('base64')],
  ['as part of an address', (secret) => `https://u:${encodeURIComponent(secret)}@h/?k=x`],
  ['in JSON', (secret) => JSON.stringify({ secret })],
  ['behind 1,990 other characters', (secret) => 'x'.repeat(1_990) + secret],
  ['behind 290 other characters', (secret) => `${'y '.repeat(145)}${secret}`],
  ['between dots', (secret) => `...${secret}...`],
  ['in two redacted values', (secret) => `${secret.slice(9, 29)}...${secret.slice(29, 49)}`],
];

function expectNothingOf(secrets: readonly string[], left: Record<string, string>): void {
  for (const secret of secrets) {
    const forms = [secret, Buffer.from(secret).toString('base64').slice(2, -4)];
    for (const [place, text] of Object.entries(left)) {
      for (const form of forms) {
        const run = longestRun(form, text);
        expect({ place, run, hidden: run < 12 }).toEqual({ place, run, hidden: true });
      }
    }
  }
}

describe.each(WRITINGS)('a server that sends secrets %s gets nothing of them shown', (_, write) => {
  const known = [ADMIN, PASSWORD];
  const fieldsOf = (secrets: readonly string[]) => {
    const text = secrets.map(write).join(' | ');
    return {
      ...key,
      name: text,
      redacted_value: text,
      owner: { id: text, type: text, name: text, role: text, [text]: text },
      [text]: [{ deep: text }],
    };
  };

  test.each(['csv', 'json', 'ndjson'])('list, to a file in %s', async (ending) => {
    const { left, exitCode, outputs } = await run(
      { operation: 'list', 'keys-file': `keys.${ending}` },
      () => page(fieldsOf(known), key),
    );
    expectNothingOf(known, left);
    expect([exitCode, outputs.ids]).toEqual([0, 'key_abc']);
  });

  test('retrieve', async () => {
    const given: Given = { operation: 'retrieve', 'key-id': 'key_abc' };
    const answer = () => httpResponse(200, { 'x-request-id': write(ADMIN) }, fieldsOf(known));
    const { left, exitCode } = await run(given, answer);
    expectNothingOf(known, left);
    expect(exitCode).toBe(0);
  });

  test('verify, with violations', async () => {
    const secrets = [...known, TRIED];
    const { left, exitCode } = await run(
      { operation: 'verify', 'max-age': '1s', 'allowed-owners': 'x', 'key-value': TRIED },
      () => page(fieldsOf(secrets)),
    );
    expectNothingOf(secrets, left);
    expect(exitCode).toBe(1);
  });

  test('create, which knows one more', async () => {
    const secrets = [...known, VALUE];
    const answer = { ...fieldsOf(secrets), created_at: NOW, value: VALUE };
    const { left, value } = await run(
      { operation: 'create', name: 'nightly', 'output-value': 'true' },
      () => httpResponse(200, {}, { ...answer, name: 'nightly' }),
    );
    expect(value).toBe(VALUE);
    expectNothingOf(secrets, left);
  });

  test('a refusal, a page of a proxy, a redirect', async () => {
    const text = known.map(write).join(' ');
    const headers = { 'x-request-id': write(ADMIN), server: text };
    for (const answer of [
      httpResponse(400, headers, { error: { message: text, code: text, type: text } }),
      httpResponse(401, headers, { error: text }),
      httpResponse(403, headers, `<title>${text}</title>`),
      httpResponse(307, { location: `https://${write(ADMIN).toLowerCase()}.example/${text}` }),
      httpResponse(200, headers, `{"id": "${text}`),
    ]) {
      const { left, exitCode } = await run({ operation: 'list' }, () => answer);
      expectNothingOf(known, left);
      expect(exitCode).toBe(1);
    }
  });

  test('an error of a library, with its stack', async () => {
    const { left, exitCode } = await run({ operation: 'list' }, () => {
      throw new TypeError(`${'x'.repeat(4_980)}${known.map(write).join(' ')}`);
    });
    expectNothingOf(known, left);
    expect(exitCode).toBe(1);
  });
});

describe('what the API shows of a key', () => {
  const head = ADMIN.slice(0, 18);
  const tail = ADMIN.slice(-4);

  test.each([
    'sk-admin...rBvSy'.replace('rBvSy', tail),
    `${head}...${tail}`,
    `${head}${'*'.repeat(100)}${tail}`,
    `${head}…${tail}`,
  ])('%s is shown as it is, and the key that authenticates is told by it', async (redacted) => {
    const keys = [
      { ...key, redacted_value: redacted },
      { ...key, id: 'key_2', redacted_value: 'sk-proj-****xyz' },
    ];
    // The second answer shows the known value in a name, so that it is redacted text by text.
    for (const name of ['nightly', ADMIN]) {
      const { outputs, left } = await run(
        { operation: 'verify', 'max-age': '1s', 'keys-file': 'a.csv' },
        () => page(...keys, { ...key, id: 'key_3', name, redacted_value: 'sk-admin...other' }),
      );
      // A key of another kind than an admin key falls short too, and is not offered to `delete`.
      expect(JSON.parse(outputs.violations ?? '')).toMatchObject(
        ['key_abc', 'key_2', 'key_3'].map((id) => ({ id, rule: 'max-age' })),
      );
      expect(outputs['violation-ids']).toBe('key_3');
      for (const text of [left.plainOutputs, left.file]) {
        expect(text).toContain(redacted);
        expect(text).toContain('sk-proj-****xyz');
      }
      for (const text of ['sk-proj-****xyz', redacted]) expect(left.summary).toContain(text);
    }
  });

  test('is shown by its two ends where it shows too much, and still tells whose it is', async () => {
    const own = ADMIN + VALUE.slice(9);
    const redacted = `${own.slice(0, 30)}...${own.slice(-24)}`;
    const given: Given = { operation: 'verify', 'max-age': '1s', 'admin-api-key': own };
    const { outputs, left } = await run(given, () => page({ ...key, redacted_value: redacted }));
    expect(outputs['violation-ids']).toBe('');
    expect(left.summary).toContain(`${own.slice(0, 20)}...${own.slice(-20)}`);
    expect(left.summary).not.toContain(own.slice(0, 21));
  });
});

describe('a secret that is an ordinary word', () => {
  test.each([
    ...[
      'key',
      'id',
      'name',
      'ab',
      'user',
      'data',
      'object',
      'owner',
      'type',
      'sk-admin',
      'has_more',
    ],
    ...['organization', 'service_account', 'created_at', 'redacted_value', 'sk-admin...xyz'],
  ])('takes nothing from an answer: %s', async (word) => {
    const keys = [
      { ...key, id: 'key_ab' },
      { ...key, id: 'key_xyz', object: 'organization.admin_api_key' },
    ];
    const { outputs, exitCode, lines } = await run(
      {
        operation: 'verify',
        'allowed-owners': 'user_1',
        'key-value': word,
        'require-expiry': 'true',
      },
      () => page(...keys),
      word.includes('...') ? {} : { HTTPS_PROXY: `http://user:${word}@proxy.example` },
    );
    expect(exitCode).toBe(1);
    expect(lines.join()).not.toMatch(/does not talk like/);
    expect(outputs).toMatchObject({ ids: 'key_ab\nkey_xyz', 'violation-ids': 'key_ab\nkey_xyz' });
    expect(JSON.parse(outputs.keys ?? '')).toMatchObject([
      { id: 'key_ab', redacted_value: 'sk-admin...xyz', created_at: key.created_at },
      { id: 'key_xyz', owner: { id: 'user_1' } },
    ]);
  });

  test('is gone where it stands alone', async () => {
    const { outputs } = await run(
      { operation: 'list' },
      () => page({ ...key, name: 'my key (hunter2)' }),
      { HTTPS_PROXY: 'http://hunter2:key@proxy.example' },
    );
    expect(outputs.keys).toContain('"my *** (hunter2)"');
  });
});

// A cut leaves less of it than has the shape of a key.
test.each(
  Array.from({ length: 30 }, (_, index) => 4_950 + index),
)('a key that nobody knows is gone also where a stack is cut: after %d characters', async (length) => {
  const { left } = await run({ operation: 'list' }, () => {
    throw new TypeError(`${'x\n'.repeat(length / 2)} ${VALUE.replace('T3BlbkFJ', '')}`);
  });
  expect(left.log).toContain('x\nx\nx');
  expect(left.log).not.toContain(VALUE.slice(0, 12));
});

test('a key that nobody knows is gone also where a message is cut', async () => {
  for (let length = 440; length < 500; length++) {
    const message = `${'x '.repeat(length / 2)} ${VALUE.replace('T3BlbkFJ', '')}`;
    const answer = httpResponse(400, {}, { error: { message } });
    const { left } = await run({ operation: 'list' }, () => answer);
    expect(left.log).not.toContain(VALUE.slice(0, 12));
  }
});

test('a key is one line of the log, whatever its fields hold', async () => {
  const text = 'a\n::error::x\r\n  “key_evil” “x”\u2028##[error]y\u0085z';
  const keys = [1, 2].map((number) => ({
    ...key,
    id: `key_${number}`,
    name: text,
    redacted_value: text,
  }));
  const { world } = await run({ operation: 'list' }, () => page(...keys));
  const listed = world.said('info').filter((line) => line.startsWith('  '));
  expect(listed).toHaveLength(2);
  for (const line of listed) expect(line).not.toMatch(/[\n\r\u2028\u0085]|^::|##\[/);
});
