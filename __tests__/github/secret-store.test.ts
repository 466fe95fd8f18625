import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import { createSecretStore } from '../../src/github/secret-store.ts';
import type { HttpRequest } from '../../src/http/client.ts';
import { failureOf, httpAnswer, readyTarget, secretOf } from '../../testing/fakes.ts';

/** A store whose GitHub answers so, and the requests that it got. */
function storeOf(answer: object, { readOnly = false } = {}) {
  const requests: HttpRequest[] = [];
  const headers = { 'content-type': 'application/json' };
  const store = createSecretStore(
    {
      send: async (request) => {
        requests.push(request);
        return httpAnswer(200, answer, headers);
      },
    },
    {
      apiUrl: new URL('https://api.github.com'),
      token: new Credential('ghs_token'),
      readOnly,
      redact: (text) => text,
    },
  );
  return { store, requests };
}

const updated = { updated_at: '2026-01-01T00:00:00Z' };

describe('a secret', () => {
  test('of another name is no answer', async () => {
    const { store } = storeOf({ ...updated, name: 'OTHER' });
    const error = await failureOf(() => store.get(secretOf('a')));
    expect(error.message).toContain('it answers about another secret');
  });

  test('is the one that was asked for, in whatever letters', async () => {
    const { store } = storeOf({ ...updated, name: 'key' });
    expect((await store.get(secretOf('a'))).current?.updatedAt).toBe(
      Date.parse(updated.updated_at),
    );
  });
});

test('a store of a dry run reads and does not write', async () => {
  const { store, requests } = storeOf({ ...updated, name: 'KEY' }, { readOnly: true });
  await store.get(secretOf('a'));
  const when = { notAfter: Number.POSITIVE_INFINITY, onAttempt: () => undefined };
  const writing = store.write(readyTarget('a'), new Credential('sk-admin-new'), when);
  await expect(writing).rejects.toThrow('a dry run must not write');
  expect(requests.map(({ method }) => method)).toEqual(['GET']);
});

describe('a list of the repositories that may read a secret', () => {
  const target: SecretTarget = {
    place: 'organization',
    app: 'actions',
    name: 'KEY',
    organization: 'octo',
    visibility: 'selected',
    repositories: [],
  };
  const page = (length: number) => Array.from({ length }, (_, id) => ({ id }));
  const current = { updatedAt: 0, visibility: 'selected' };

  test('that has no end is not followed for ever', async () => {
    const { store, requests } = storeOf({ total_count: 1e15, repositories: page(100) });
    const error = await failureOf(() => store.hasAccess(target, current));
    expect(error.message).toContain('the list of repositories has more than 200 pages');
    expect(requests).toHaveLength(200);
  });

  test('that is shorter than it says is not the list', async () => {
    const { store } = storeOf({ total_count: 3, repositories: page(2) });
    const error = await failureOf(() => store.hasAccess(target, current));
    expect(error.message).toContain('it lists 2 of 3 repositories');
  });
});
