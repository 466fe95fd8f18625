import { expect, test } from '@jest/globals';
import { createOpenAi } from '../../emulator/openai.ts';
import { createRateLimit } from '../../emulator/openai-limit.ts';

const admin = new URL('http://127.0.0.1/v1/organization/admin_api_keys');
const models = new URL('http://127.0.0.1/v1/models');

test('refuses what comes beyond the limit in a minute, and says for how long', () => {
  let now = 1_000_000;
  const refuse = createRateLimit(3, () => now);
  const ask = (url = admin) => refuse({ url });
  expect([ask(), ask()]).toEqual([undefined, undefined]);
  now += 20_000;
  expect(ask()).toBeUndefined();
  expect(ask()).toMatchObject({
    status: 429,
    headers: { 'retry-after': '40' },
    body: { error: { code: 'rate_limit_exceeded', type: 'requests' } },
  });
  // What is refused does not count, and what is no admin endpoint neither.
  expect(ask(models)).toBeUndefined();
  now += 39_999;
  expect(ask()?.headers).toEqual({ 'retry-after': '1' });
  now += 1;
  expect([ask(), ask()]).toEqual([undefined, undefined]);
  expect(ask()?.headers).toEqual({ 'retry-after': '20' });
});

test('is off unless it is asked for, and holds for all admin endpoints together', async () => {
  const statuses = async (requestsPerMinute?: number) => {
    const place = { url: 'http://127.0.0.1:1', now: () => 1_000_000 };
    const api = createOpenAi({ ...(requestsPerMinute && { requestsPerMinute }) }, place);
    const headers = { authorization: `Bearer ${api.adminKey}` };
    const paths = ['admin_api_keys', 'projects', 'admin_api_keys', 'projects'];
    const outcomes = paths.map((path) =>
      api.receive({ method: 'GET', path: `/v1/organization/${path}`, headers }, async () => ''),
    );
    return (await Promise.all(outcomes)).map((one) => (typeof one === 'string' ? one : one.status));
  };
  expect(await statuses()).toEqual([200, 200, 200, 200]);
  expect(await statuses(2)).toEqual([200, 200, 429, 429]);
});
