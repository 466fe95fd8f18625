import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  ENTRY_INPUTS,
  INPUT_NAMES,
  INPUT_RULES,
  type InputName,
} from '../../src/inputs/definitions.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import {
  KEPT_SECRET,
  parseManifest,
  problemsIn,
  removeWorkspaces,
  workspaceWith,
} from '../../testing/manifest.ts';

afterAll(removeWorkspaces);

const read = (...given: Parameters<typeof parseManifest>) =>
  parseManifest(...given) as RequestFor<'reconcile'>;

const ENTRY = '  - {name: a, secret-name: KEY, secret-repositories: o/r}\n';
const GOOD = `keys:\n${ENTRY}`;

test('an entry has its own fields, the defaults, and the settings of the step', () => {
  const file = `
$schema: https://example.com/openai-keys.v1.json
defaults:
  expires-in: 90d
  rotate-after: 30d
  grace-period: 2d
keys:
  - name: nightly
    project-id: proj_a
    service-account-id: svc_a
    scopes: [api.model.read, api.model.request]
    rotate-after: 20d
    secret-name: OPENAI_API_KEY
    secret-repositories:
      - o/one
      - o/two
  - name: org
    secret-name: ADMIN
    secret-organization: octo
    state: absent
exceptions:
  - key: proj_a/old-*
    rules: [max-age, unmanaged]
    until: 2026-12-31
    reason: until the migration is over
`;
  const { entries, manifest, maxRotations } = read(file, { 'retry-for': '1m' });
  expect(maxRotations).toBe(20);
  expect(entries).toMatchObject([
    {
      line: 8,
      state: 'present',
      request: {
        name: 'nightly',
        account: {
          projectId: 'proj_a',
          serviceAccountId: 'svc_a',
          scopes: ['api.model.read', 'api.model.request'],
        },
        lifetime: 90 * 86_400,
        rotateAfter: 20 * 86_400,
        gracePeriod: 2 * 86_400,
        retryForMs: 60_000,
        targets: [{ repo: 'one' }, { repo: 'two' }],
        now: false,
        dryRun: false,
      },
    },
    { line: 17, state: 'absent', request: { account: null, targets: [{ organization: 'octo' }] } },
  ]);
  expect(manifest.exceptions).toEqual([
    {
      key: 'proj_a/old-*',
      rules: ['max-age', 'unmanaged'],
      until: Date.parse('2027-01-01T00:00:00Z') / 1000,
      day: '2026-12-31',
      reason: 'until the migration is over',
      line: 22,
    },
  ]);
});

test('JSON is read too, with tabs', () => {
  const entry = { name: 'a', 'secret-name': 'KEY', 'secret-repositories': ['o/r'] };
  const json = JSON.stringify({ keys: [entry] }, null, '\t');
  expect(read(json).entries[0]?.request.name).toBe('a');
});

test('the inputs that the runner fills with defaults are no fields of an entry', () => {
  const { entries } = read(GOOD, {
    'grace-period': '24h',
    'secret-repositories': 'octo-org/caller',
    'secret-visibility': 'keep',
    'expires-in': 'never',
  });
  expect(entries[0]?.request).toMatchObject({ gracePeriod: 86_400, targets: [{ owner: 'o' }] });
});

test('`now` and `dry-run` of the step hold for each entry, and `grace-period` with `now` too', () => {
  const request = read(
    `defaults: {grace-period: 3d}\n${GOOD}  - {name: b, secret-name: K2, secret-repositories: o/r}\n`,
    { now: 'true', only: 'a', 'dry-run': 'true', 'grace-period': '0s', 'max-rotations': '3' },
  );
  expect(request).toMatchObject({ dryRun: true, maxRotations: 200 });
  expect(
    request.entries.map(({ request: { name, now, dryRun, gracePeriod } }) => {
      return { name, now, dryRun, gracePeriod };
    }),
  ).toEqual([{ name: 'a', now: true, dryRun: true, gracePeriod: 0 }]);
  expect(request.manifest.entries).toHaveLength(2);
});

test('`only` takes names and names with their project', () => {
  const file = `keys:
${['proj_a', 'proj_b']
  .map(
    (project) =>
      `  - {name: x, project-id: ${project}, service-account-id: s, secret-name: K, secret-repositories: o/${project}}\n`,
  )
  .join('')}${ENTRY}`;
  const labels = (only: string) =>
    read(file, { only }).entries.map(({ request }) => request.account?.projectId ?? request.name);
  expect(labels('x')).toEqual(['proj_a', 'proj_b']);
  expect(labels('proj_b/*')).toEqual(['proj_b']);
  expect(labels('a, proj_a/x')).toEqual(['proj_a', 'a']);
});

describe('a spread', () => {
  const file = (spread: string, name = 'a') =>
    `defaults: {rotate-after: 30d, rotate-spread: ${spread}}\nkeys:\n  - {name: ${name}, secret-name: K, secret-repositories: o/r}\n`;
  const shortened = (spread: string, name?: string) =>
    read(file(spread, name)).entries[0]?.request.rotateAfter ?? 0;

  test('shortens by the same part each time, less than all of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 29 }),
        fc.integer({ min: 0, max: 99 }),
        (days, name) => {
          const seconds = shortened(`${days}d`, `n${name}`);
          expect(seconds).toBe(shortened(`${days}d`, `n${name}`));
          expect(seconds).toBeGreaterThan((30 - days) * 86_400);
          expect(seconds).toBeLessThanOrEqual(30 * 86_400);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('gives entries different days', () => {
    const days = Array.from({ length: 40 }, (_, n) =>
      Math.floor(shortened('10d', `n${n}`) / 86_400),
    );
    expect(new Set(days).size).toBeGreaterThan(6);
  });

  test('`none` shortens nothing', () => {
    expect(shortened('none')).toBe(30 * 86_400);
  });
});

test('an entry that is absent leaves its secret to the one that takes its place', () => {
  const file = `keys:
  - {name: old, secret-name: KEY, secret-repositories: o/r, state: absent}
  - {name: new, secret-name: KEY, secret-repositories: o/r}
`;
  expect(read(file).entries.map(({ state }) => state)).toEqual(['absent', 'present']);
});

test('entries with the same warning share one', () => {
  const warnings: string[] = [];
  read(
    `defaults: {expires-in: 31d, rotate-after: 30d, grace-period: 2d}\nkeys:\n${Array.from({ length: 12 }, (_, n) => `  - {name: n${n}, secret-name: K${n}, secret-repositories: o/r}\n`).join('')}`,
    {},
    {},
    (warning) => warnings.push(warning),
  );
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^`manifest`, entries in lines 3, .*12, and 2 more: An old key expires/,
  );
});

test('what an entry must not hold is a field of `defaults` only where all can share it', () => {
  expect(problemsIn(`defaults: {state: absent}\n${GOOD}`)).toEqual([
    expect.stringContaining('line 1, column 12: `state` is not a field of `defaults`.'),
  ]);
});

/** Each of these alone is refused, at this place. */
const BAD: [what: string, file: string, line: number, column: number, says: string][] = [
  ['an empty file', '', 1, 1, 'must be a map'],
  ['a comment alone', '# nothing\n', 1, 1, 'must be a map'],
  ['a list', '- a\n', 1, 1, 'must be a map'],
  ['no keys', '$schema: openai-keys.v1.json\n', 1, 1, '`keys` is required'],
  ['empty keys', 'keys: []\n', 1, 1, '`keys` must be a list'],
  ['null keys', 'keys:\n', 1, 1, '`keys` must be a list'],
  ['keys that are a map', 'keys: {a: b}\n', 1, 1, '`keys` must be a list'],
  ['an entry that is a text', 'keys:\n  - a\n', 2, 5, 'must be a map'],
  ['a tab', 'keys:\n\t- name: a\n', 2, 1, 'Tabs are not allowed'],
  ['an anchor', `defaults: &d {expires-in: 90d}\n${GOOD}`, 1, 14, 'Anchors and aliases'],
  ['an alias', 'keys: *a\n', 1, 7, 'Anchors and aliases'],
  [
    'a tag',
    `keys:\n  - !!map {name: a, secret-name: K, secret-repositories: o/r}\n`,
    2,
    11,
    'Tags',
  ],
  ['an unknown tag', `keys:\n  - !secret {name: a}\n`, 2, 5, 'Tags'],
  ['two documents', `${GOOD}---\n${GOOD}`, 3, 1, 'several documents'],
  ['a merge', `defaults: {<<: {expires-in: 90d}}\n${GOOD}`, 1, 12, '`<<` is not a field'],
  ['a misspelt field', 'keys:\n  - {nmae: a}\n', 2, 6, 'Did you mean `name`?'],
  ['a misspelt field of the file', `kyes: []\n${GOOD}`, 1, 1, 'Did you mean `keys`?'],
  [
    'a field of another operation',
    `${GOOD.trimEnd().slice(0, -1)}, max-age: 3d}\n`,
    2,
    59,
    '`max-age` is not a field',
  ],
  [
    'a field twice',
    'keys:\n  - {name: a, name: b, secret-name: K, secret-repositories: o/r}\n',
    2,
    15,
    '`name` occurs twice',
  ],
  [
    'a number',
    'keys:\n  - {name: 007, secret-name: K, secret-repositories: o/r}\n',
    2,
    6,
    'Put `007` in quotes',
  ],
  [
    'a boolean of old',
    'keys:\n  - {name: no, secret-name: K, secret-repositories: o/r}\n',
    2,
    6,
    'Put `no` in quotes',
  ],
  [
    'a boolean',
    'keys:\n  - {name: true, secret-name: K, secret-repositories: o/r}\n',
    2,
    6,
    'Put `true` in quotes',
  ],
  [
    'null',
    'keys:\n  - {name: ~, secret-name: K, secret-repositories: o/r}\n',
    2,
    6,
    '`name` is empty',
  ],
  ['the empty text', `defaults: {expires-in: ""}\n${GOOD}`, 1, 12, '`expires-in` is empty'],
  [
    'an empty list',
    'keys:\n  - {name: a, secret-name: K, secret-repositories: []}\n',
    2,
    31,
    '`secret-repositories` is empty',
  ],
  [
    'an empty item',
    'keys:\n  - {name: a, secret-name: K, secret-repositories: [o/r, ""]}\n',
    2,
    31,
    '`secret-repositories` is empty',
  ],
  [
    'a list of names',
    'keys:\n  - {name: [a, b], secret-name: K, secret-repositories: o/r}\n',
    2,
    6,
    '`name` must be a text',
  ],
  [
    'a map of repositories',
    'keys:\n  - {name: a, secret-name: K, secret-repositories: {o: r}}\n',
    2,
    31,
    'a text or a list of texts',
  ],
  [
    'no name',
    'keys:\n  - {secret-name: K, secret-repositories: o/r}\n',
    2,
    5,
    '`name` is required. Add `name: …` to the entry.',
  ],
  [
    'no secret name',
    'keys:\n  - {name: a, secret-repositories: o/r}\n',
    2,
    5,
    '`secret-name` is required',
  ],
  [
    'no place',
    'keys:\n  - {name: a, secret-name: K}\n',
    2,
    5,
    '`secret-repositories` or `secret-organization` is required',
  ],
  [
    'no place but `none`',
    'keys:\n  - {name: a, secret-name: K, secret-organization: none}\n',
    2,
    5,
    '`secret-repositories` or `secret-organization` is required',
  ],
  [
    'a rule of the inputs',
    `defaults: {expires-in: 10d, rotate-after: 20d}\n${GOOD}`,
    1,
    12,
    '`expires-in` must be longer than `rotate-after`',
  ],
  [
    'a project alone',
    'keys:\n  - {name: a, project-id: proj_a, secret-name: K, secret-repositories: o/r}\n',
    2,
    5,
    '`service-account-id` is required',
  ],
  [
    'a spread that is no span',
    `defaults: {rotate-after: 9d, rotate-spread: long}\n${GOOD}`,
    1,
    30,
    '`rotate-spread` must be a duration',
  ],
  [
    'a spread that is too long',
    `defaults: {rotate-after: 9d, rotate-spread: 9d}\n${GOOD}`,
    1,
    30,
    '`rotate-spread` must be shorter',
  ],
  [
    'a spread of nothing',
    `defaults: {rotate-spread: 9d}\n${GOOD}`,
    1,
    12,
    '`rotate-spread` must be shorter',
  ],
  [
    'an unknown state',
    'keys:\n  - {name: a, secret-name: K, secret-repositories: o/r, state: gone}\n',
    2,
    57,
    '`state` must be `present` or `absent`',
  ],
  [
    'one key twice',
    `${GOOD}  - {name: a, secret-name: K2, secret-repositories: o/r}\n`,
    3,
    5,
    'same key as line 2',
  ],
  [
    'one secret twice',
    `${GOOD}  - {name: b, secret-name: key, secret-repositories: O/R}\n`,
    3,
    5,
    'Actions secret `key` of O/R as line 2',
  ],
  [
    'another version',
    `$schema: openai-keys.v2.json\n${GOOD}`,
    1,
    1,
    '`$schema` is not of this version',
  ],
  ['a schema that is a number', `$schema: 1\n${GOOD}`, 1, 1, '`$schema` must be a text'],
  [
    'a credential',
    `defaults: {scopes: sk-admin-${'x'.repeat(40)}}\n${GOOD}`,
    1,
    12,
    'looks like a credential',
  ],
  ['exceptions that are a map', `${GOOD}exceptions: {a: b}\n`, 3, 1, '`exceptions` must be a list'],
  [
    'an exception without a day',
    `${GOOD}exceptions:\n  - {key: a, reason: b}\n`,
    4,
    5,
    '`until` is required',
  ],
  [
    'an exception without a reason',
    `${GOOD}exceptions:\n  - {key: a, until: 2026-01-01}\n`,
    4,
    5,
    '`reason` is required',
  ],
  [
    'a day that there is not',
    `${GOOD}exceptions:\n  - {key: a, until: 2026-02-30, reason: b}\n`,
    4,
    14,
    '`until` must be a day',
  ],
  [
    'a month',
    `${GOOD}exceptions:\n  - {key: a, until: 2026-13-01, reason: b}\n`,
    4,
    14,
    '`until` must be a day',
  ],
  [
    'a rule that there is not',
    `${GOOD}exceptions:\n  - {key: a, until: 2026-01-01, reason: b, rules: [age]}\n`,
    4,
    44,
    '`rules` must be of',
  ],
  [
    'an exception of an exception',
    `${GOOD}exceptions:\n  - {key: a, until: 2026-01-01, reason: b, rules: exception}\n`,
    4,
    44,
    '`rules` must be of',
  ],
  ['an unclosed quote', 'keys: "\n', 2, 1, 'Missing closing'],
];

test.each(BAD)('refused with its place: %s', (_, file, line, column, says) => {
  const place = `\`manifest\`, line ${line}, column ${column}: `;
  const there = problemsIn(file).filter((problem) => problem.startsWith(place));
  expect(there).toContainEqual(expect.stringContaining(says));
});

test('what is not a map is told once', () => {
  expect(problemsIn('- a\n')).toHaveLength(1);
  expect(problemsIn('keys:\n  - a\n')).toHaveLength(1);
});

test('everything is told at once, in the order of the file, with the other inputs', () => {
  const problems = problemsIn(
    `keys:
  - {nmae: a, secret-name: K, secret-repositories: o/r}
  - {name: b, secret-name: "1", secret-repositories: x, state: gone}
`,
    { now: 'true', 'retry-for': 'soon', only: 'c', 'expires-in': '3d' },
  );
  expect(problems.map((text) => text.replace(/[:.].*/s, ''))).toEqual([
    '`retry-for` must be a whole number with a unit such as `90d`, `12h` or `30s`, or ISO 8601 such as `P90D` (no months or years), not `soon`',
    '`expires-in` cannot be combined with `manifest`, whose entries set it',
    '`manifest`, line 2, column 5',
    '`manifest`, line 2, column 6',
    '`manifest`, line 3, column 15',
    '`manifest`, line 3, column 33',
    '`manifest`, line 3, column 57',
    '`only` must be patterns that match entries of the manifest, not `c`',
  ]);
});

test('of very many problems, some are told', () => {
  const problems = problemsIn(`keys:\n${'  - {}\n'.repeat(100)}`);
  expect(problems).toHaveLength(51);
  expect(problems.at(-1)).toBe('and 250 more');
});

describe('the inputs beside a manifest', () => {
  const REFUSED: Partial<Record<InputName, string>> = {
    name: 'x',
    'project-id': 'proj_a',
    'service-account-id': 'svc_a',
    scopes: 'api.model.read',
    'expires-in': '3d',
    'rotate-after': '3d',
    'min-remaining': '3d',
    'grace-period': '3d',
    'secret-name': 'K',
    'secret-repositories': 'o/other',
    'secret-environment': 'production',
    'secret-organization': 'o',
    'secret-visibility': 'all',
    'secret-app': 'codespaces',
    'output-value': 'true',
    'export-env': 'KEY',
  };

  test.each(Object.entries(REFUSED))('%s is refused', (name, value) => {
    expect(problemsIn(GOOD, { [name]: value })).toContainEqual(
      expect.stringMatching(`^\`${name}\` cannot be combined with \`manifest\``),
    );
  });

  test('are of the step alone, or fields of an entry', () => {
    const ofStep: InputName[] = [
      ...(['operation', 'admin-api-key', 'base-url', 'retry-for', 'timeout', 'summary'] as const),
      ...(['manifest', 'only', 'max-rotations', 'now', 'dry-run', 'report-file'] as const),
      ...(['github-token', 'github-api-url', 'output-value', 'export-env'] as const),
    ];
    const ofRotate = INPUT_NAMES.filter((name) => INPUT_RULES[name].for.includes('rotate'));
    expect(ofRotate.toSorted()).toEqual([...ofStep, ...ENTRY_INPUTS].toSorted());
    const refused = [...ENTRY_INPUTS, 'output-value', 'export-env'];
    expect(Object.keys(REFUSED).toSorted()).toEqual(refused.toSorted());
  });

  test('`now` needs `only`', () => {
    expect(problemsIn(GOOD, { now: 'true' })).toEqual([
      expect.stringMatching(/^`now` needs `only`/),
    ]);
  });

  test('`only` has to match', () => {
    expect(problemsIn(GOOD, { only: 'a, b' })).toEqual([
      '`only` must be patterns that match entries of the manifest, not `b`.',
    ]);
  });

  test.each(['0', '201', 'many'])('`max-rotations: %s` is refused', (most) => {
    expect(problemsIn(GOOD, { 'max-rotations': most })).toEqual([
      expect.stringMatching(/^`max-rotations` must be/),
    ]);
  });

  test('`now` replaces at most 200 keys', () => {
    const file = (count: number) =>
      `keys:\n${Array.from({ length: count }, (_, n) => `  - {name: n${n}, secret-name: K${n}, secret-repositories: o/r}\n`).join('')}`;
    expect(problemsIn(file(201), { now: 'true', only: '*' })).toEqual([
      expect.stringMatching(/^`only` matches 201 entries/),
    ]);
    expect(read(file(200), { now: 'true', only: '*' }).maxRotations).toBe(200);
  });

  test.each(['only', 'max-rotations'])('%s needs `manifest`', (name) => {
    const inputs = { manifest: 'none', name: 'x', 'secret-name': 'K', [name]: '7' };
    expect(problemsIn('', inputs)).toEqual([
      expect.stringContaining(`\`${name}\` has no effect without \`manifest\``),
    ]);
  });

  test('`verify` takes no name and no id beside it', () => {
    const problems = problemsIn(GOOD, { operation: 'verify', name: 'x', 'github-token': '' });
    expect(problems).toEqual([
      expect.stringContaining('`manifest` cannot be combined with `name`'),
    ]);
  });

  test('a name that the step keeps secret is refused', () => {
    expect(problemsIn(GOOD.replace('name: a', `name: a-${KEPT_SECRET}`))).toEqual([
      expect.stringMatching(/line 2, column 6: `name` contains a text that this step masks/),
    ]);
  });

  test('a fork gets no credentials, and its file is checked all the same', () => {
    const fork = { 'admin-api-key': '', 'github-token': '', 'dry-run': 'true' };
    const env = { GITHUB_EVENT_NAME: 'pull_request' };
    expect(read(GOOD, fork, env)).toMatchObject({ isKeyless: true, github: null });
    expect(problemsIn('keys:\n  - {}\n', fork, env)).toHaveLength(3);
    for (const [inputs, event] of [
      [{ ...fork, 'dry-run': 'false' }, 'pull_request'],
      [{ ...fork, 'github-token': 'a_token_of_github' }, 'pull_request'],
      [fork, 'push'],
    ] as const) {
      expect(problemsIn(GOOD, inputs, { GITHUB_EVENT_NAME: event })).toContainEqual(
        expect.stringContaining('`admin-api-key` is empty'),
      );
    }
  });
});

describe('the file', () => {
  const problemsAt = (path: string, workspace: string) =>
    problemsIn(GOOD, { manifest: path }, { GITHUB_WORKSPACE: workspace });

  test('has to be there', () => {
    expect(problemsAt('none.yml', workspaceWith({}))).toEqual([
      expect.stringMatching(/^`manifest` cannot be read .*actions\/checkout/),
    ]);
  });

  test('has to be a file', () => {
    const folder = workspaceWith({ 'sub/keys.yml': GOOD });
    expect(problemsAt('sub', folder)).toEqual(['`manifest` is not a file.']);
    expect(problemsAt('.', folder)).toEqual(['`manifest` is not a file.']);
    expect(problemsAt('sub/keys.yml', folder)).toEqual([]);
    expect(problemsAt(join(folder, 'sub/keys.yml'), folder)).toEqual([]);
  });

  test('has to be in the workspace, links followed', () => {
    const outside = workspaceWith({ 'keys.yml': GOOD });
    const folder = workspaceWith({ 'real.yml': GOOD });
    mkdirSync(join(folder, '..name'));
    writeFileSync(join(folder, '..name/keys.yml'), GOOD);
    symlinkSync(join(outside, 'keys.yml'), join(folder, 'link.yml'));
    symlinkSync(outside, join(folder, 'linked'));
    symlinkSync('real.yml', join(folder, 'inner.yml'));
    for (const path of [
      'link.yml',
      'linked/keys.yml',
      '/dev/null',
      join(outside, 'keys.yml'),
      `..`,
    ]) {
      expect(problemsAt(path, folder)).toEqual([
        expect.stringContaining('leads out of the workspace'),
      ]);
    }
    expect(problemsAt('inner.yml', folder)).toEqual([]);
    expect(problemsAt('..name/keys.yml', folder)).toEqual([]);
  });

  test('has at most 1 MiB', () => {
    const fill = (bytes: number) => `${GOOD}#`.padEnd(bytes, 'x');
    expect(problemsIn(fill(1024 * 1024))).toEqual([]);
    expect(problemsIn(fill(1024 * 1024 + 1))).toEqual([
      expect.stringContaining('larger than 1 MiB'),
    ]);
  });

  test('is UTF-8, with a byte order mark or without', () => {
    expect(problemsIn(Buffer.from(`\u{feff}${GOOD}`))).toEqual([]);
    expect(problemsIn(Buffer.from(GOOD, 'utf16le'))).not.toEqual([]);
    expect(problemsIn(Buffer.from([0x6b, 0xff, 0xfe]))).toEqual([
      expect.stringContaining('is not UTF-8'),
    ]);
  });

  test.each([
    ['brackets', '['.repeat(1_000_000)],
    ['brackets on lines', '[\n'.repeat(500_000)],
    ['maps', '{'.repeat(1_000_000)],
    ['lists in lists', '- '.repeat(500_000)],
    ['keys of keys', '? '.repeat(500_000)],
    [
      'deep blocks',
      Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
    ['deep brackets with texts', '[a,'.repeat(3_000)],
  ])('is not nested deeply: %s', (_, text) => {
    expect(problemsIn(text)).toContainEqual(expect.stringContaining('nested too deeply'));
  });

  test('of many fields takes no time', () => {
    const fields = Array.from({ length: 60_000 }, (_, n) => `k${n}: 1`).join('\n');
    expect(problemsIn(fields)).toHaveLength(51);
  });

  test('quotes no more than 20 characters of what is wrong with it', () => {
    const secret = 'hunter22'.repeat(8);
    for (const text of [
      `keys: ]${secret}`,
      `${secret}: 1`,
      `keys: !${secret} a`,
      `keys:\n  - {name: ${'1'.repeat(64)}}`,
      `keys: |${secret}\n  a`,
      `%${secret} a\n---\nkeys: a`,
      `keys: *${secret}`,
    ]) {
      const message = problemsIn(text).join('\n');
      expect(message).not.toBe('');
      for (const long of [secret, '1'.repeat(64)]) expect(message).not.toContain(long.slice(0, 21));
    }
  });
});

test('anything that YAML can say is read or refused, with a place', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('any')),
      fc.dictionary(
        fc.oneof(fc.string(), fc.constantFrom('keys', 'name', 'defaults', 'until', 'exceptions')),
        tie('any'),
      ),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.string(), (content, noise) => {
      for (const text of [stringify({ keys: content }), stringify(content), noise]) {
        for (const problem of problemsIn(text)) {
          expect(problem).toMatch(/^`manifest`, line \d+, column \d+: |^and \d+ more$/);
        }
      }
    }),
    { numRuns: 60 },
  );
});
