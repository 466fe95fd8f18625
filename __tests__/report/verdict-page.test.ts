import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, type Rules } from '../../src/domain/policy.ts';
import type { ResultFor } from '../../src/domain/result.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';
import { renderMarkdown } from '../../testing/markdown.ts';

const DAY = 86_400;
const rules: Rules = {
  'max-age': 30 * DAY,
  'max-idle': 7 * DAY,
  'min-remaining': 3 * DAY,
  'require-expiry': true,
  'allowed-owners': ['user_1'],
};

const pageOf = (result: ResultFor<'verify'>) => renderMarkdown(summaryOf(result, 0, 1_000_000));

/** What the page is built of, whatever the texts in it say. */
function structureOf(html: string): string[] {
  const tags = [...html.matchAll(/<(\/?[a-z0-9]+)/g)].map(([, tag = '']) => tag);
  return tags.filter((tag) => tag !== 'wbr');
}

function resultOf(texts: readonly string[]): ResultFor<'verify'> {
  const keys = texts.map((text, index) =>
    adminKey({
      id: `key_${index}`,
      name: text,
      owner: { id: text, name: text, type: text, role: text },
      createdAt: NOW - 10 * index * DAY,
      expiresAt: index % 2 === 0 ? null : NOW + index * DAY,
    }),
  );
  const violations = judge(keys, rules, { now: NOW, isUsedByCheck: () => false });
  return {
    operation: 'verify',
    archived: [],
    isComplete: true,
    keys,
    violations,
    violationIds: [...new Set(violations.map(({ id }) => id))],
    rules,
    pattern: null,
    file: null,
    valueKeys: null,
    at: NOW,
  };
}

test('no name or owner changes the structure of the page', () => {
  const piece = fc.constantFrom(
    ...['```', '~~~', '\n', '\n\n', '    ', '|', '<', '>', '</code>', '</details>', '<!--', '-->'],
    ...['`', '#', '- ', '* ', '> ', '[', ']', '(', ')', '!', '@', '&', ';', '\\', '"', '%%{', '}'],
    ...[
      'a',
      'ü',
      '🔑',
      'https://evil.example',
      '\u202e',
      '\u2028',
      '\ud800',
      '---',
      '===',
      '${{ x }}',
    ],
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const plain = pageOf(resultOf(texts.map(() => 'plain')));
      expect(structureOf(pageOf(resultOf(texts)))).toEqual(structureOf(plain));
    }),
  );
});
