import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run, runAfter, type Stage, setStage } from '../../testing/delivery.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';

/** The GitHub part weighs five times this; everything else together is lighter. */
const LIGHT = 364_000;

let stage: Stage;
let folder: string;
beforeEach(async () => {
  stage = await setStage(1, { onBundle: true });
  folder = mkdtempSync(join(tmpdir(), 'loaded-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  return stage.close();
});
afterAll(cleanUp);

/** The files of the bundle that a step loaded, as V8 saw them. */
function loadedFiles(): string[] {
  return readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return result
      .map(({ url }: { url: string }) => url)
      .filter((url: string) => url.startsWith('file:') && url.includes('/dist/'))
      .map((url: string) => fileURLToPath(url));
  });
}

const weightOf = (files: string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0);

async function load(inputs: Record<string, string>): Promise<StepResult> {
  const { 'base-url': baseUrl, 'admin-api-key': key } = stage.inputs;
  const common = { 'base-url': baseUrl ?? '', 'admin-api-key': key ?? '' };
  stage.inputs = { ...common, ...inputs };
  return run(stage, { env: { NODE_V8_COVERAGE: folder } });
}

describe('what a step loads', () => {
  test.each<[string, Record<string, string>]>([
    ['create without a secret', { operation: 'create', name: 'x', 'output-value': 'true' }],
    ['list', { operation: 'list' }],
    ['verify', { operation: 'verify', 'max-age': '90d' }],
    ['delete', { operation: 'delete', 'key-id': 'key_x' }],
  ])('%s: nothing of GitHub or libsodium', async (_name, inputs) => {
    await load(inputs);
    const files = loadedFiles();
    expect(files.length).toBeGreaterThan(1);
    expect(weightOf(files)).toBeLessThan(LIGHT);
  });

  test('a refused input: the entry alone', async () => {
    await load({ operation: 'lst' });
    expect(loadedFiles()).toHaveLength(1);
  });

  test('an idle post step: the entry alone', async () => {
    const main = await load({ operation: 'list' });
    rmSync(folder, { recursive: true });
    await runAfter(stage, main, { NODE_V8_COVERAGE: folder });
    expect(loadedFiles()).toHaveLength(1);
  });

  test('create with a secret loads both, so that this test can tell', async () => {
    await run(stage, { env: { NODE_V8_COVERAGE: folder } });
    expect(weightOf(loadedFiles())).toBeGreaterThan(5 * LIGHT);
  });
});
