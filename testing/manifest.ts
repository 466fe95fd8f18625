import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf } from '../src/domain/error.ts';
import { inputVariable } from '../src/inputs/definitions.ts';
import { parseRequest } from '../src/inputs/parse.ts';
import * as manifests from '../src/inputs/reconcile.ts';
import type { ActionRequest } from '../src/inputs/types.ts';

/** Takes every manifest for one without entries. */
export const emptyManifests = {
  readReconcile: manifests.readReconcile,
  readManifest: () => ({ entries: [], exceptions: [] }),
};

/** A text that the step keeps secret, such as the user of the proxy. */
export const KEPT_SECRET = 'user-of-the-proxy';

const folders: string[] = [];

/** A new folder with files in it, for a step's workspace. */
export function workspaceWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Removes the folders of a test file. */
export function removeWorkspaces(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Reads the inputs of a step with `keys.yml` as its manifest. */
export function parseManifest(
  content: string | Uint8Array,
  inputs: Record<string, string> = {},
  env: NodeJS.ProcessEnv = {},
  warn: (message: string) => void = () => undefined,
): ActionRequest {
  const given = {
    operation: 'rotate',
    manifest: 'keys.yml',
    'admin-api-key': 'sk-admin-of-this-step',
    'github-token': 'github_token_of_this_step',
    ...inputs,
  };
  const variables = Object.entries(given).map(([name, value]) => [inputVariable(name), value]);
  const workspace = workspaceWith({ 'keys.yml': content });
  return parseRequest(
    {
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: 'octo-org/caller',
      ...Object.fromEntries(variables),
      ...env,
    },
    warn,
    { manifests, redact: (text) => text.replaceAll(KEPT_SECRET, '***') },
  );
}

/** The sentences about what is wrong with a step's inputs and manifest. */
export function problemsIn(...given: Parameters<typeof parseManifest>): string[] {
  try {
    parseManifest(...given);
    return [];
  } catch (error) {
    return messageOf(error).split('\n- ').slice(1);
  }
}
