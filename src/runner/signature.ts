import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';

/**
 * Binds what the main step saves to its admin key, and to the one step of one attempt of one run.
 * Whoever can write a line to the log can write state, and knows none of the signatures.
 */
export interface Signature {
  /** @param name - what the text is saved as, so that one entry cannot stand for another */
  sign(name: string, text: string): string;
  /** @returns undefined where the text was not signed with this key, in this step, under this name */
  open(name: string, signed: string): string | undefined;
}

/** A SHA-256 in hexadecimal, and a dot. */
const LENGTH = 64 + 1;

/** @param env - where the runner says which step of which run this is; the same in main and post */
export function createSignature(adminApiKey: Secret, env: NodeJS.ProcessEnv): Signature {
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
      const [given, right] = [signed.slice(0, LENGTH), `${codeOf(name, text)}.`].map(Buffer.from);
      if (given?.length !== right?.length) return undefined;
      return given && right && timingSafeEqual(given, right) ? text : undefined;
    },
  };
}
