import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import { redact } from '../../src/domain/redact.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import { createSecretStore } from '../../src/github/secret-store.ts';
import { NetworkError } from '../../src/http/client.ts';
import type { Transport } from '../../src/http/transport.ts';
import { httpAnswer, NOW } from '../../testing/fakes.ts';

const TOKEN = 'ghs_SentinelSentinelSentinelSentinel0123';
const VALUE = 'sk-admin-SentinelSentinelSentinelT3BlbkFJSentinel';
const GOOD_KEY = 'hBT5WZEj8ZoOv6TYJsfWq7MxTEQopZO5/IT3ZCVQPzs=';

const place = { app: 'actions', name: 'KEY' } as const;
const repository: SecretTarget = { ...place, place: 'repository', owner: 'octo', repo: 'repo' };
const organization: SecretTarget = {
  ...place,
  place: 'organization',
  organization: 'octo',
  visibility: 'selected',
  repositories: [{ owner: 'octo', repo: 'repo' }],
};

const good = {
  key_id: '1',
  key: GOOD_KEY,
  name: 'KEY',
  updated_at: '2026-01-01T00:00:00Z',
  visibility: 'selected',
  total_count: 1,
  repositories: [{ id: 1 }],
  id: 1,
  message: 'No.',
};
const field = fc.constantFrom(...Object.keys(good), '__proto__', 'errors', 'documentation_url');
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(TOKEN, VALUE, '::error::x\n', 1e21, -1));
const json = fc
  .oneof(
    fc.jsonValue(),
    fc.dictionary(field, odd).map((fields) => ({ ...good, ...fields })),
  )
  .map((value) => JSON.stringify(value));
const body = fc.oneof(
  json,
  json,
  fc.string(),
  json.map((one) => one.slice(0, -1)),
);
const headers = fc.record({
  'content-type': fc.constantFrom(
    'application/json',
    'application/json; charset=utf-8',
    'text/html',
    ';;',
  ),
  date: fc.constantFrom('Thu, 01 Jan 2026 00:00:00 GMT', 'never', ''),
});
const status = fc.constantFrom(
  200,
  200,
  200,
  201,
  202,
  204,
  400,
  401,
  403,
  404,
  409,
  422,
  429,
  500,
  599,
);
const answer = fc
  .tuple(status, body, headers)
  .map(([code, said, head]) => httpAnswer(code, said, head));
const lost = fc
  .constantFrom('reset', 'timeout', 'too-large', 'unreachable')
  .map((kind) => new NetworkError(kind, 'lost', { sent: kind !== 'unreachable' }));

describe('whatever GitHub answers', () => {
  test('there is a result, or an ActionError that shows no credential', async () => {
    const script = fc.array(fc.oneof(answer, answer, answer, lost), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.constantFrom(repository, organization),
        async (outcomes, target) => {
          let asked = 0;
          const send: Transport['send'] = async (_request, how) => {
            how.onAttempt?.(NOW * 1000);
            const outcome = outcomes[asked++ % outcomes.length];
            if (outcome instanceof NetworkError) throw outcome;
            return outcome as ReturnType<typeof httpAnswer>;
          };
          const store = createSecretStore(
            { send },
            {
              apiUrl: new URL('https://api.github.com'),
              token: new Credential(TOKEN),
              readOnly: false,
              redact,
            },
          );
          const before = { updatedAt: 0, visibility: 'selected' };
          const ready = { target, before, keyId: '1', publicKey: GOOD_KEY };
          for (const call of [
            async () => {
              const { current } = await store.get(target);
              expect(Number.isFinite(current?.updatedAt ?? 0)).toBe(true);
            },
            async () => {
              const { publicKey } = await store.prepare(target, before);
              expect(Buffer.from(publicKey, 'base64')).toHaveLength(32);
            },
            async () => void expect([true, false]).toContain(await store.hasAccess(target, before)),
            async () => {
              const outcome = await store.write(ready, new Credential(VALUE), {
                notAfter: Number.POSITIVE_INFINITY,
                onAttempt: () => undefined,
              });
              if (outcome.state !== 'written') throw outcome.failure;
            },
          ]) {
            try {
              await call();
            } catch (error) {
              if (!(error instanceof ActionError)) throw error;
              expect(error.message).not.toContain('Sentinel');
              expect(error.message.split('\n')).toHaveLength(1);
            }
          }
          expect(asked).toBeLessThan(1_000);
        },
      ),
      { numRuns: 500 },
    );
  });
});
