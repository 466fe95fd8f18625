import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { noteOf } from '../../scripts/pictures/png.ts';
import { texts } from '../../scripts/pictures/scenes.ts';
import { hashOf, IMAGES, KEYWORD, picturesOf } from '../../scripts/pictures.ts';
import { read } from '../../testing/docs/pages.ts';
import { cleanUp } from '../../testing/runner.ts';

const files = readdirSync(IMAGES);
const sources = files.filter((name) => !name.endsWith('.png'));
const readme = read('README.md');

afterAll(cleanUp);

test('the pictures say what the bundle says (`npm run pictures` draws them anew)', async () => {
  const committed = sources.map((name) => [name, readFileSync(join(IMAGES, name), 'utf8')]);
  expect(Object.fromEntries(committed)).toEqual(await texts());
});

describe.each(sources)('%s', (source) => {
  const { light, dark } = picturesOf(source);

  test.each([light, dark])('is what %s was drawn from', (picture) => {
    const png = readFileSync(join(IMAGES, picture));
    expect(noteOf(png, KEYWORD)).toBe(hashOf(readFileSync(join(IMAGES, source), 'utf8')));
  });

  test('is shown in the README, in light and dark, and described', () => {
    const shown = [...readme.matchAll(/<picture>([\s\S]*?)<\/picture>/g)].map(([, html]) => html);
    const own = shown.filter((html) => html?.includes(`src="docs/images/${light}"`));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain(
      `<source media="(prefers-color-scheme: dark)" srcset="docs/images/${dark}">`,
    );
    expect(own[0]).toMatch(/ alt="[^"]{40,}"/);
  });
});

test('there is no picture without a text', () => {
  const drawn = sources.flatMap((source) => Object.values(picturesOf(source)));
  expect(files.filter((name) => name.endsWith('.png')).sort()).toEqual(drawn.sort());
  expect(drawn).toHaveLength(6);
});
