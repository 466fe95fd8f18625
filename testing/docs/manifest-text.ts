import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRequest } from '../../src/inputs/parse.ts';
import * as manifests from '../../src/inputs/reconcile.ts';
import type { Manifest } from '../../src/inputs/types.ts';
import { inputs } from '../fakes.ts';

/** Reads the text of a manifest as a step does. @throws ActionError; Error where the step would warn */
export function manifestOf(text: string): Manifest {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  const env = {
    ...inputs({ operation: 'rotate', manifest: 'keys.yml', 'github-token': 'ghs_app' }),
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_WORKSPACE: folder,
  };
  const refuse = (warning: string) => {
    throw new Error(warning);
  };
  try {
    writeFileSync(join(folder, 'keys.yml'), text);
    const request = parseRequest(env, refuse, { manifests });
    if (request.operation !== 'reconcile') throw new Error('The step reads no manifest');
    return request.manifest;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
