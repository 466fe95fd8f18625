import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import { maySpeakOfFreshToken } from '../../src/github/causes.ts';
import { createSecretStore } from '../../src/github/secret-store.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/client.ts';
import { createTransport } from '../../src/http/transport.ts';
import { httpResponse, NOW, readyTarget, secretOf } from '../../testing/fakes.ts';

const json = { 'content-type': 'application/json' };
const says = (message: string) => ({ message });
const unknown = httpResponse(401, json, says('Bad credentials'));
const unpermitted = httpResponse(403, json, says('Resource not accessible by integration'));
const missing = httpResponse(404, json, says('Not Found'));
const publicKey = httpResponse(200, json, {
  key_id: '1',
  key: Buffer.from('8a'.repeat(32), 'hex').toString('base64'),
});
const secret = httpResponse(200, json, { name: 'KEY', updated_at: '2026-01-01T00:00:00Z' });

describe('what a token that was just made may be refused with', () => {
  test.each<[string, HttpResponse]>([
    ['a token that is not known', unknown],
    ['permissions that are not there', unpermitted],
    ['nothing said', httpResponse(403)],
  ])('%s', (_, response) => {
    expect(maySpeakOfFreshToken(response)).toBe(true);
  });

  test.each<[string, HttpResponse]>([
    ['a rate limit', httpResponse(403, { 'retry-after': '60' })],
    [
      'a secondary rate limit',
      httpResponse(403, json, says('You have exceeded a secondary rate limit.')),
    ],
    ['a sign-on', httpResponse(403, { 'x-github-sso': 'required; url=https://github.com' })],
    [
      'a sign-on without its header',
      httpResponse(403, json, says('protected by organization SAML enforcement')),
    ],
    ['an allow list', httpResponse(403, json, says('the IP allow list is enabled'))],
    ['an archive', httpResponse(403, json, says('Repository was archived so is read-only.'))],
    ['a page', httpResponse(403, { 'content-type': 'text/html' }, '\n<!doctype html>')],
    ['something that is missing', missing],
    ['a success', httpResponse(200)],
    ['an outage', httpResponse(503)],
  ])('not with %s', (_, response) => {
    expect(maySpeakOfFreshToken(response)).toBe(false);
  });
});

type Answering = (request: HttpRequest, seconds: number, path: string) => HttpResponse;

/** A store over a GitHub that answers in no time, on a clock that only waiting moves. */
function storeOver(answering: Answering, retryForMs = 900_000) {
  let clock = 0;
  const seen = { log: [] as string[], requests: [] as string[], waits: [] as number[] };
  const transport = createTransport(
    {
      httpClient: async (request) => {
        const path = request.url.pathname;
        seen.requests.push(`${request.method} ${path} ${clock / 1000}`);
        return answering(request, clock / 1000, path);
      },
      now: () => NOW * 1000 + clock,
      monotonic: () => clock,
      sleep: async (ms) => {
        seen.waits.push(ms);
        clock += ms;
      },
      random: () => 0,
      cancelled: new AbortController().signal,
      info: (line) => void seen.log.push(line),
      debug: () => undefined,
    },
    { timeoutMs: 30_000, retryForMs },
  );
  const store = createSecretStore(transport, {
    apiUrl: new URL('https://api.github.com'),
    token: new Credential('ghs_0123456789'),
    readOnly: false,
    redact: (text) => text,
  });
  const secondsPast = () => clock / 1000;
  const pass = (seconds: number) => {
    clock += seconds * 1000;
  };
  return { store, seen, secondsPast, pass };
}

const events: string[] = [];
const whenever = {
  notAfter: Number.POSITIVE_INFINITY,
  onAttempt: () => void events.push('sent'),
  onRefused: () => void events.push('refused'),
};
const ready = { ...readyTarget('a'), publicKey: JSON.parse(publicKey.body).key };

describe('a token that is not known everywhere yet', () => {
  test.each([
    [0, []],
    [1, [1_000]],
    [2, [1_000, 2_000]],
    [3, [1_000, 2_000, 4_000]],
    [4, [1_000, 2_000, 4_000, 8_000]],
  ])('is tried again when it was refused %d times', async (refusals, waits) => {
    for (const refusal of [unknown, unpermitted]) {
      let left = refusals;
      const { store, seen } = storeOver(() => (left-- > 0 ? refusal : secret));
      expect((await store.get(secretOf('a'))).current).not.toBeNull();
      expect(seen.waits).toEqual(waits);
    }
  });

  test('is refused for good the fifth time, within 30 s', async () => {
    const { store, seen, secondsPast } = storeOver(() => unknown);
    await expect(store.get(secretOf('a'))).rejects.toBeInstanceOf(ActionError);
    expect(seen.requests).toHaveLength(5);
    expect(secondsPast()).toBe(15);
  });

  test('is not tried again where `retry-for` is 0s', async () => {
    for (const [refusal, call] of [
      [unpermitted, 'get'],
      [missing, 'prepare'],
    ] as const) {
      const { store, seen } = storeOver(() => refusal, 0);
      await expect(store[call](secretOf('a'), null)).rejects.toBeInstanceOf(ActionError);
      expect(seen).toMatchObject({ waits: [], log: [] });
    }
  });

  test('is waited for together, and once in the log', async () => {
    const { store, seen, secondsPast } = storeOver((_, seconds) =>
      seconds < 2.5 ? unknown : secret,
    );
    const targets = Array.from({ length: 12 }, (_, index) => secretOf(`r${index}`));
    await Promise.all(targets.map((target) => store.get(target)));
    expect(secondsPast()).toBe(3);
    expect(seen.waits).toEqual([1_000, 2_000]);
    expect(seen.log).toEqual([
      'api.github.com refused the token (401), perhaps because it was just created; ' +
        'trying again for up to 15 s.',
    ]);
  });

  test('is refused at once 30 s after the first read, also where a read had succeeded', async () => {
    const { store, seen, pass } = storeOver((_, seconds) => (seconds === 0 ? secret : unknown));
    await store.get(secretOf('a'));
    pass(29);
    await expect(store.get(secretOf('b'))).rejects.toBeInstanceOf(ActionError);
    expect(seen.waits).toEqual([1_000]);
    pass(1);
    await expect(store.get(secretOf('b'))).rejects.toBeInstanceOf(ActionError);
    expect(seen.waits).toEqual([1_000]);
  });

  test('has its own time for writes, and those that were refused had no effect', async () => {
    const { store, seen, pass } = storeOver(({ method }, seconds) => {
      if (method === 'GET') return secret;
      return seconds < 41 ? unpermitted : httpResponse(204);
    });
    await store.get(secretOf('a'));
    pass(40);
    events.length = 0;
    const value = new Credential('sk-admin-0123456789');
    expect(await store.write(ready, value, whenever)).toEqual({ state: 'written' });
    expect(events).toEqual(['sent', 'refused', 'sent']);
    expect(seen.waits).toEqual([1_000]);

    const never = storeOver(() => unpermitted);
    const outcome = await never.store.write(ready, value, whenever);
    expect(outcome).toMatchObject({ state: 'refused', failure: { code: 'forbidden' } });
  });

  test('is not what an organization or archive refuses for', async () => {
    const archived = httpResponse(403, json, says('Repository was archived so is read-only.'));
    const { store, seen } = storeOver(() => archived);
    await expect(store.get(secretOf('a'))).rejects.toBeInstanceOf(ActionError);
    expect(seen.requests).toHaveLength(1);
  });
});

describe('a repository that was made a moment ago', () => {
  test.each([0, 1, 2, 3])('has its public key after %d times 404', async (refusals) => {
    let left = refusals;
    const { store, seen } = storeOver(() => (left-- > 0 ? missing : publicKey));
    expect(await store.prepare(secretOf('a'), null)).toMatchObject({ keyId: '1' });
    expect(seen.waits).toEqual([1_000, 2_000, 4_000].slice(0, refusals));
  });

  test('is not there after the fourth', async () => {
    const { store, seen } = storeOver(() => missing);
    await expect(store.prepare(secretOf('a'), null)).rejects.toMatchObject({ code: 'not-found' });
    expect(seen.waits).toEqual([1_000, 2_000, 4_000]);
    expect(seen.log).toEqual([
      expect.stringMatching(/^api\.github\.com did not find a repository/),
    ]);
  });

  test('may be refused to a new token first', async () => {
    const answers = [unknown, missing, unpermitted, missing, publicKey];
    const { store, seen } = storeOver(() => answers.shift() ?? publicKey);
    expect(await store.prepare(secretOf('a'), null)).toMatchObject({ keyId: '1' });
    expect(seen.waits).toEqual([1_000, 1_000, 2_000, 2_000]);
  });

  test('is not asked about twice by the look at its secret, whose 404 says that there is none', async () => {
    const { store, seen } = storeOver(() => missing);
    expect((await store.get(secretOf('a'))).current).toBeNull();
    expect(seen.requests).toHaveLength(1);
  });
});
