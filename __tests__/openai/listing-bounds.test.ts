import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import type { Transport } from '../../src/http/transport.ts';
import { listKeys } from '../../src/openai/listing.ts';
import { adminKeysOver } from '../../testing/builders.ts';
import { actionError, adminKey, failureOf, fakeKeys, httpAnswer } from '../../testing/fakes.ts';

/** A client of a server whose listing has no end, and that fills each page as it likes. */
function endless(keysInPage: number, name: string) {
  let next = 0;
  const send: Transport['send'] = async () => {
    const data = Array.from(
      { length: keysInPage },
      () => adminKey({ id: `key_${next++}`, name }).raw,
    );
    return httpAnswer(200, { data, has_more: true });
  };
  return adminKeysOver(
    { send },
    {
      baseUrl: new URL('https://api.example/v1'),
      adminApiKey: new Credential('sk-admin'),
      readOnly: true,
      monotonic: () => 0,
      mask: () => undefined,
      redact: (text) => text,
    },
  );
}

describe('a listing without end, in pages as large as they may be,', () => {
  test('ends at 100,000 keys', async () => {
    let pages = 0;
    const keys = fakeKeys({
      listPage: async () => {
        pages += 1;
        const page = Array.from({ length: 9_000 }, (_, at) =>
          adminKey({ id: `key_${pages}_${at}` }),
        );
        return { keys: page, hasMore: true, serverTime: undefined };
      },
    });
    const error = await failureOf(() => listKeys(keys, { order: 'asc' }));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('does not end: there was no end after 100000 keys');
    expect(pages).toBe(12);
  });

  test('ends at 64 MiB, whatever is in the keys', async () => {
    const client = endless(3, 'x'.repeat(4 * 1024 * 1024));
    const error = await failureOf(() => listKeys(client, { order: 'asc' }));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('does not end: it is larger than 64 MiB');
  });

  test('counts for itself, however often a step lists', async () => {
    const client = endless(3, 'x'.repeat(4 * 1024 * 1024));
    for (let times = 0; times < 4; times++) {
      const { keys } = await listKeys(client, { order: 'asc', limit: 6 });
      expect(keys).toHaveLength(6);
    }
  });

  test('is far longer than any that there is', async () => {
    const client = endless(100, 'an ordinary name of an ordinary key');
    const error = await failureOf(() => listKeys(client, { order: 'asc' }));
    expect(error.message).toContain('there was no end after 100000 keys');
  });
});
