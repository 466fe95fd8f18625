import { afterAll, describe, expect, test } from '@jest/globals';
import { DAY, Fleet, type Member } from '../../testing/fleet.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/** Two projects, and admin keys: all entries have their key, and nobody else has one. */
function setUp() {
  const fleet = new Fleet();
  fleet.openai.revoke(fleet.openai.keys[0]?.id ?? '');
  const own = fleet.add({ name: 'own', project: null });
  const a = fleet.add({ name: 'a' });
  const b = fleet.add({ name: 'b', project: 'proj_b' });
  const keys = [own, a, b].map((member) => fleet.deliver(member, 5));
  const verify = async (inputs: Record<string, string> = {}) => {
    const { main } = await fleet.night({
      inputs: {
        operation: 'verify',
        'github-token': '',
        'github-api-url': 'https://api.github.com',
        'admin-api-key': keys[0]?.value ?? '',
        'require-expiry': 'true',
        'retry-for': '0s',
        ...inputs,
      },
    });
    const violations: { id: string; rule: string; name: string | null }[] = JSON.parse(
      main.outputs.violations || '[]',
    );
    return { main, told: violations.map(({ id, rule }) => `${id}: ${rule}`) };
  };
  return { fleet, own, a, b, keys, verify };
}

const stray = (member: Member): Member => ({ ...member, name: 'stray' });

test('everything as the file says is compliant', async () => {
  const { verify, fleet } = setUp();
  const { main, told } = await verify();
  expect(errorsOf(main)).toEqual([]);
  expect(main.outputs.compliant).toBe('true');
  expect(told).toEqual([]);
  const listed = fleet.openai.log.map(({ path }) => path.split('?')[0]);
  expect(listed.sort()).toEqual([
    '/v1/organization/admin_api_keys',
    '/v1/organization/projects/proj_a/api_keys',
    '/v1/organization/projects/proj_b/api_keys',
  ]);
});

test('an entry without a live key is missing, and a key without an entry is unmanaged', async () => {
  const { verify, fleet, a, b, keys } = setUp();
  fleet.openai.revoke(keys[1]?.id ?? '');
  const expired = keys[2];
  if (expired !== undefined) expired.expiresAt = fleet.openai.now() - 60;
  const other = fleet.makeKey(stray(b), fleet.openai.now() - DAY, null);
  const { main, told } = await verify();
  expect(told.sort()).toEqual([
    `proj_a/a: missing`,
    `proj_b/b: missing`,
    `proj_b/${other.id}: unmanaged`,
  ]);
  expect(main.outputs.compliant).toBe('false');
  expect(main.outputs['violation-ids']).toBe('');
  expect(errorsOf(main)[0]).toContain('is an entry of the manifest (line 9) and has no live key');
  a.fields.state = 'absent';
  b.fields.state = 'absent';
  expect((await verify()).told).toEqual([`proj_b/${other.id}: unmanaged`]);
});

test('the newest key of each entry is held against the policy', async () => {
  const { verify, fleet, a } = setUp();
  fleet.makeKey(a, fleet.openai.now() - 9 * DAY, null);
  expect((await verify()).told).toEqual([]);
  const newest = fleet.makeKey(a, fleet.openai.now() - DAY, null);
  const { main, told } = await verify();
  expect(told).toEqual([`proj_a/${newest.id}: require-expiry`]);
  expect(main.outputs['violation-ids']).toBe(`proj_a/${newest.id}`);
});

test('the key that authenticates the step is not offered for deletion', async () => {
  const { verify, own, keys } = setUp();
  const { main, told } = await verify({ 'max-age': '1d' });
  expect(told).toHaveLength(3);
  expect(own.name).toBe('own');
  expect(main.outputs['violation-ids']?.split('\n')).toHaveLength(2);
  expect(main.outputs['violation-ids']).not.toContain(keys[0]?.id);
});

describe('`project-id`', () => {
  test('says which places are read, and entries of others are not missing', async () => {
    const { verify, fleet } = setUp();
    expect((await verify({ 'project-id': 'proj_a' })).told).toEqual([]);
    fleet.openai.seedProject({ id: 'proj_c', name: 'C' });
    fleet.openai.seedServiceAccount({ id: 'svc_c', projectId: 'proj_c' });
    const c = { name: 'c', project: 'proj_c', account: 'svc_c' };
    const key = fleet.makeKey({ ...(fleet.members[1] as Member), ...c }, fleet.openai.now(), null);
    expect((await verify()).told).toEqual([]);
    expect((await verify({ 'project-id': 'none, all' })).told).toEqual([
      `proj_c/${key.id}: unmanaged`,
    ]);
  });

  test('what cannot be read is not missing, and there is no verdict', async () => {
    const { verify, fleet } = setUp();
    fleet.openai.fault({
      path: /proj_a\//,
      status: 403,
      body: 'no',
      times: Number.POSITIVE_INFINITY,
    });
    const { main, told } = await verify();
    expect(told).toEqual([]);
    expect(main.outputs.compliant).toBe('');
    expect(errorsOf(main)[0]).toContain('proj_a');
  });
});

describe('an exception', () => {
  const until = (fleet: Fleet, days: number) =>
    new Date((fleet.openai.now() + days * DAY) * 1000).toISOString().slice(0, 10);

  test.each([
    ['its id', (id: string) => id, ''],
    ['its name', () => 'stray', ''],
    ['a pattern of its name', () => 'str*', ''],
    ['its project and name', () => 'proj_b/stray', ''],
    ['the rule too', () => 'stray', ', rules: [unmanaged]'],
  ])('takes a key out by %s', async (_, keyOf, more) => {
    const { verify, fleet, b } = setUp();
    const key = fleet.makeKey(stray(b), fleet.openai.now() - DAY, null);
    expect((await verify()).told).toHaveLength(1);
    const day = until(fleet, 0);
    fleet.exceptions = `exceptions:\n  - {key: "${keyOf(`proj_b/${key.id}`)}", until: ${day}, reason: moving${more}}\n`;
    expect((await verify()).told).toEqual([]);
    // The next day, it falls short itself.
    fleet.advance(DAY);
    const { main, told } = await verify();
    expect(told).toEqual([
      `proj_b/${key.id}: unmanaged`,
      `${keyOf(`proj_b/${key.id}`)}: exception`,
    ]);
    expect(errorsOf(main)[0]).toContain(`, moving) that ended on ${day}`);
  });

  test('of another rule or key takes nothing out', async () => {
    const { verify, fleet, b } = setUp();
    fleet.makeKey(stray(b), fleet.openai.now() - DAY, null);
    const day = until(fleet, 5);
    for (const text of ['key: stray, rules: [max-age]', 'key: "proj_a/*"', 'key: stra?y']) {
      fleet.exceptions = `exceptions:\n  - {${text}, until: ${day}, reason: x}\n`;
      expect((await verify()).told).toHaveLength(1);
    }
  });

  test('covers an admin key by its id, and no other of the same name', async () => {
    const { verify, fleet, own } = setUp();
    const strays = [3, 2].map((days) =>
      fleet.makeKey(stray(own), fleet.openai.now() - days * DAY, null),
    );
    const [first, second] = strays.map(({ id }) => id);
    expect((await verify()).told).toEqual([`${first}: unmanaged`, `${second}: unmanaged`]);
    fleet.exceptions = `exceptions:\n  - {key: ${first}, until: ${until(fleet, 5)}, reason: x}\n`;
    expect((await verify()).told).toEqual([`${second}: unmanaged`]);
  });

  test('covers just the rules that it names', async () => {
    const { verify, fleet, a } = setUp();
    const key = fleet.makeKey(a, fleet.openai.now() - 2 * DAY, null);
    const lines = (...rules: string[]) => rules.map((rule) => `proj_a/${key.id}: ${rule}`);
    const given = { 'max-age': '1d', 'project-id': 'proj_a' };
    const toldWith = async (more: string) => {
      const day = until(fleet, 5);
      fleet.exceptions = `exceptions:\n  - {key: "proj_a/a"${more}, until: ${day}, reason: x}\n`;
      return (await verify(given)).told.sort();
    };
    expect((await verify(given)).told.sort()).toEqual(lines('max-age', 'require-expiry'));
    expect(await toldWith(', rules: [max-age]')).toEqual(lines('require-expiry'));
    expect(await toldWith(', rules: require-expiry')).toEqual(lines('max-age'));
    expect(await toldWith(', rules: [value, missing]')).toEqual(lines('max-age', 'require-expiry'));
    expect(await toldWith(', rules: [max-age, require-expiry]')).toEqual([]);
    expect(await toldWith('')).toEqual([]);
  });

  test('covers a stored value that is no longer good only where it names that rule', async () => {
    const { verify, fleet } = setUp();
    const given = { 'key-value': 'sk-svcacct-of-a-key-that-was-deleted' };
    const toldWith = async (rules: string) => {
      const day = until(fleet, 5);
      fleet.exceptions = `exceptions:\n  - {key: "*", ${rules} until: ${day}, reason: x}\n`;
      return verify(given);
    };
    expect((await toldWith('')).told).toEqual([': value']);
    expect((await toldWith('rules: [max-age, unmanaged],')).told).toEqual([': value']);
    const { main, told } = await toldWith('rules: [value],');
    expect(told).toEqual([]);
    expect(errorsOf(main)).toEqual([]);
  });

  test('takes out what is missing only where it names that rule', async () => {
    const { verify, fleet, keys } = setUp();
    fleet.openai.revoke(keys[1]?.id ?? '');
    const day = until(fleet, 5);
    fleet.exceptions = `exceptions:\n  - {key: "*", until: ${day}, reason: x}\n`;
    expect((await verify()).told).toEqual(['proj_a/a: missing']);
    for (const name of ['a', 'proj_a/a', 'proj_a/*']) {
      fleet.exceptions = `exceptions:\n  - {key: "${name}", rules: missing, until: ${day}, reason: x}\n`;
      expect((await verify()).told).toEqual([]);
    }
  });
});

test('with nothing to judge there is no verdict', async () => {
  const { verify, fleet, keys } = setUp();
  fleet.members.splice(0, 2);
  (fleet.members[0] as Member).fields.state = 'absent';
  fleet.openai.revoke(keys[2]?.id ?? '');
  const { main } = await verify();
  expect(errorsOf(main)[0]).toContain('nothing to judge');
});
