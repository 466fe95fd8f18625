import { randomBytes, randomInt } from 'node:crypto';

/** `dots` is the form of the reference, `sk-svc...def`; `stars` has a star for each character. */
export type RedactedForm = 'dots' | 'stars';

const KINDS = {
  admin: { prefix: 'sk-admin-', half: 58 },
  user: { prefix: 'sk-proj-', half: 74 },
  service_account: { prefix: 'sk-svcacct-', half: 74 },
};

const ENDS = 64 ** 3;
let end = randomInt(ENDS);

/**
 * Three characters that no other value of this process ends in: a redacted value shows no more, so two
 * keys could pass for one.
 */
function nextEnd(): string {
  end = (end + 77_777) % ENDS;
  return Buffer.from([end >> 10, end >> 2, end << 6])
    .toString('base64url')
    .slice(0, 3);
}

/** A value in the real format: a prefix, and random characters around OpenAI's marker. */
export function generateKeyValue(kind: keyof typeof KINDS): string {
  const { prefix, half } = KINDS[kind];
  const part = (length: number) => randomBytes(length).toString('base64url').slice(0, length);
  return `${prefix}${part(half)}T3BlbkFJ${part(half - 3)}${nextEnd()}`;
}

/** An id such as `key_` and 24 letters and digits. */
export function generateId(prefix: 'key' | 'user' | 'proj' | 'svc_acct'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const characters = Array.from({ length: 24 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `${prefix}_${characters.join('')}`;
}

/** What the API shows of a project key's value. */
export function redact(value: string, form: RedactedForm): string {
  if (form === 'dots') return `${value.slice(0, 6)}...${value.slice(-3)}`;
  const prefix = /^sk-(?:[a-z]+-)?/.exec(value)?.[0] ?? '';
  return prefix + '*'.repeat(Math.max(0, value.length - prefix.length - 4)) + value.slice(-4);
}
