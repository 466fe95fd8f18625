import { describe, expect, test } from '@jest/globals';
import { releaseNotes } from '../../scripts/release-notes.ts';
import { read } from './rules.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- Not out yet.

## [1.1.0] - 2026-02-28

### Fixed

- What was wrong.

## [1.0.0] - 2026-01-31

- The first.

[Unreleased]: https://github.com/octo-org/octo-repo/compare/v1.1.0...HEAD
[1.0.0]: https://github.com/octo-org/octo-repo/releases/tag/v1.0.0
`;

test('are the section of the version, without its heading', () => {
  const notes = releaseNotes('v1.1.0', CHANGELOG, '1.1.0');
  expect(notes).toBe('### Fixed\n\n- What was wrong.');
});

test('end where the addresses of the headings begin', () => {
  expect(releaseNotes('v1.0.0', CHANGELOG, '1.0.0')).toBe('- The first.');
});

describe('there are none', () => {
  const dated = CHANGELOG.replace('[Unreleased]\n', '[2.0.0]\n');
  test.each([
    ['for a tag of another version', 'v1.1.1', CHANGELOG, '1.1.0', 'package.json has the version'],
    ['for a tag without its v', '1.1.0', CHANGELOG, '1.1.0', 'package.json has the version'],
    ['for a version that is not there', 'v3.0.0', CHANGELOG, '3.0.0', 'has 0 sections'],
    ['for a version that only begins so', 'v1.1', CHANGELOG, '1.1', 'has 0 sections'],
    ['for a version that is there twice', 'v1.0.0', CHANGELOG.repeat(2), '1.0.0', 'has 2 sections'],
    ['for a version without a date', 'v2.0.0', dated, '2.0.0', 'has no date'],
    [
      'for a version of which nothing is said',
      'v1.0.0',
      CHANGELOG.replace('- The first.', ''),
      '1.0.0',
      'says nothing of 1.0.0',
    ],
  ])('%s', (_, tag, changelog, version, message) => {
    expect(() => releaseNotes(tag, changelog, version)).toThrow(message);
  });
});

test('the changelog has the form that they are read from, and a place for what comes next', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.*)$/gm)].map(([, text]) => text);
  expect(headings[0]).toBe('[Unreleased]');
  for (const heading of headings.slice(1)) {
    expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  }
});
