import { Credential } from './domain/credential.ts';
import { readAdminKey } from './inputs/credentials.ts';
import { createSignature } from './runner/signature.ts';
import { readState, type SavedState } from './runner/state.ts';

/**
 * What the main step saved, checked with the admin key that the post step was given. Apart from the
 * entry because checking a signature costs some milliseconds, which a step that saved nothing does
 * not pay.
 */
export function openSaved(env: NodeJS.ProcessEnv): {
  state: SavedState | undefined;
  adminApiKey: string;
} {
  const adminApiKey = readAdminKey(env);
  const state =
    adminApiKey === ''
      ? undefined
      : readState(env, createSignature(new Credential(adminApiKey), env));
  return { state, adminApiKey };
}
