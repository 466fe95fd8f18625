import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import type { ErrorCode } from '../../src/domain/error.ts';
import { actionError } from '../../testing/fakes.ts';
import { checkOnce, endProjects, startProject } from '../../testing/project-keys.ts';

afterEach(endProjects);

const says = (message: string, code: string | null = null, type = 'invalid_request_error') => ({
  error: { message, type, code, param: null },
});
const SCOPES =
  'You have insufficient permissions for this operation. Missing scopes: api.model.read.';
const INCORRECT = 'Incorrect API key provided: sk-svcac***xyz.';

describe('what the list of models answers to a new key', () => {
  /** The answer to `GET /models`; what becomes of the check, and how many requests that took. */
  async function answered(fault: Parameters<OpenAi['fault']>[0], retryForMs = 0) {
    const { client, openAi, requests } = await startProject({}, { retryForMs });
    const created = await client.create({ name: 'nightly', lifetime: null });
    openAi.fault({ path: '/models', times: Number.POSITIVE_INFINITY, ...fault });
    let warnings: readonly string[] | undefined;
    let error: unknown;
    try {
      ({ warnings } = await checkOnce(client, created, 'exposure'));
    } catch (thrown) {
      error = thrown;
    }
    const tries = requests().filter((request) => request === 'GET /models').length;
    return { warnings, error, tries };
  }

  test.each<[string, number, unknown]>([
    ['a list', 200, { object: 'list', data: [] }],
    ['anything else that is JSON', 200, {}],
  ])('is accepted: %s', async (_, status, body) => {
    expect(await answered({ status, body })).toEqual({ warnings: [], tries: 1 });
  });

  test.each<[string, number, unknown, RegExp]>([
    ['scopes, in the usual form', 401, says(SCOPES), /does not let it list models/],
    ['scopes, as a plain string', 403, { error: SCOPES }, /does not let it list models/],
    ['scopes, as a message', 403, says(SCOPES, 'missing_scope'), /does not let it list models/],
    ['an allow list', 401, says('No.', 'ip_not_authorized'), /address of this runner/],
    ['an allow list, as 403', 403, says('No.', 'ip_not_authorized'), /address of this runner/],
    ['another host', 401, says('No.', 'incorrect_hostname'), /data stays in a region/],
    ['a quota', 429, says('No.', 'insufficient_quota', 'insufficient_quota'), /billing/],
    ['a quota, by the type alone', 429, says('No.', null, 'insufficient_quota'), /billing/],
    ['no credit', 429, says('No.', 'credit_balance_exhausted'), /no credit left/],
    ['no credit, as 402', 402, says('No.', 'credit_balance_exhausted'), /no credit left/],
    ['billing', 400, says('No.', 'billing_hard_limit_reached'), /billing/],
    ['billing, as 403', 403, says('No.', 'billing_not_active'), /billing/],
    ['a project’s limit', 429, says('No.', 'project_spend_limit_exceeded'), /project has reached/],
    ['a limit', 429, says('No.', 'organization_spend_limit_exceeded'), /reached its spend limit/],
    ['a usage limit', 429, says('No.', 'organization_usage_limit_exceeded'), /usage limit/],
  ])('shows that it is known, and is accepted with a warning: %s', async (_, status, body, why) => {
    // None of these is mended by a wait.
    const { warnings, error, tries } = await answered({ status, body }, 900_000);
    expect(error).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(why)]);
    expect(warnings?.[0]).toMatch(/listing the models was refused/);
    expect(tries).toBe(1);
  });

  test.each<[string, number, unknown, ErrorCode]>([
    ['no key of that kind', 401, says(INCORRECT, 'invalid_api_key'), 'invalid-key'],
    ['the same, with scopes in its message', 401, says(SCOPES, 'invalid_api_key'), 'invalid-key'],
    ['the same, in the type alone', 401, says(SCOPES, null, 'invalid_api_key'), 'invalid-key'],
    ['the same, as 403', 403, says(SCOPES, 'invalid_api_key'), 'forbidden'],
    ['the same, as a quota', 429, says('No.', 'invalid_api_key', 'insufficient_quota'), 'rejected'],
    ['another code about addresses', 403, says('No.', 'ip_reputation'), 'forbidden'],
    ['the same, as the type', 403, says('No.', null, 'ip_reputation'), 'forbidden'],
    ['no cause', 401, says('No.'), 'invalid-key'],
    ['no cause, as 403', 403, says('No.'), 'forbidden'],
    ['nothing, as 401', 401, '', 'invalid-key'],
    ['nothing, as 403', 403, '', 'forbidden'],
    ['no key', 401, says("You didn't provide an API key."), 'forbidden'],
    ['a deactivated account', 401, says('No.', 'account_deactivated'), 'account-inactive'],
    ['no organization', 401, says('No.', 'no_organization'), 'account-inactive'],
    [
      'an archived project',
      401,
      says('The project has been archived.', 'not_authorized_invalid_project'),
      'invalid-key',
    ],
    ['a country', 403, says('No.', 'unsupported_country_region_territory'), 'forbidden'],
    ['a page', 403, `<html>${SCOPES}</html>`, 'rejected'],
    ['a page, as 401', 401, `<html>${SCOPES}</html>`, 'rejected'],
    ['a page, as a success', 200, '<html>', 'unreadable'],
    ['no object', 200, '[]', 'unreadable'],
    ['an unknown path', 404, says('Unknown request URL: GET /v1/models.'), 'rejected'],
    ['a redirect', 302, '', 'redirected'],
    ['a bad request', 400, says('No.'), 'rejected'],
    ['a rate', 429, says('Rate limit reached.', 'rate_limit_exceeded'), 'rate-limited'],
    ['an outage', 500, says('No.'), 'unavailable'],
    ['an outage that speaks of scopes', 503, says(SCOPES), 'unavailable'],
    ['an outage that speaks of money', 500, says('No.', 'insufficient_quota'), 'unavailable'],
  ])('is not accepted: %s', async (_, status, body, code) => {
    expect(await answered({ status, body })).toMatchObject({ error: actionError(code), tries: 1 });
  });

  test('is asked for again where the server is out of order or limits the rate', async () => {
    for (const [status, body] of [
      [503, ''],
      [429, says('Rate limit reached.', 'rate_limit_exceeded')],
    ] as const) {
      expect(await answered({ status, body, times: 2 }, 900_000)).toEqual({
        warnings: [],
        tries: 3,
      });
    }
  });
});
