import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Credential } from '../domain/credential.ts';

/**
 * Binds the saved state to the admin key, and to one step of one attempt of one run: everything that can
 * write to the log can also write state.
 */
interface Signature {
  /** @param name - of the saved text, so that it cannot replace a text of another name */
  sign(name: string, text: string): string;
  /** @returns undefined if the text was not signed with this key, in this step, under this name */
  open(name: string, signed: string): string | undefined;
}

/** A SHA-256 in hexadecimal, and a dot. */
const LENGTH = 64 + 1;

/** @param env - identifies the run and the step; the same in main and post */
export function createSignature(adminApiKey: Credential, env: NodeJS.ProcessEnv): Signature {
  const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION } = env;
  const step = [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION].map((id) => id ?? '');
  const codeOf = (name: string, text: string): string =>
    createHmac('sha256', adminApiKey.reveal())
      .update(JSON.stringify([...step, name, text]))
      .digest('hex');
  return {
    sign: (name, text) => `${codeOf(name, text)}.${text}`,
    open(name, signed) {
      const text = signed.slice(LENGTH);
      const given = Buffer.from(signed.slice(0, LENGTH));
      const right = Buffer.from(`${codeOf(name, text)}.`);
      return given.length === right.length && timingSafeEqual(given, right) ? text : undefined;
    },
  };
}
