import { randomInt } from 'node:crypto';
import type { Permission } from './github-endpoints.ts';
import type { Owner } from './github-places.ts';
import { Refusal } from './github-replies.ts';

export interface TokenOptions {
  token?: string;
  /** Default `fine-grained`. `github-token` is the one that a workflow has by itself. */
  kind?: 'app' | 'fine-grained' | 'classic' | 'github-token';
  /** By GitHub's names (`secrets`, `organization_secrets`, `environments`, …). Default: all. */
  permissions?: Record<string, 'read' | 'write'>;
  /** Full names of the repositories that it sees. Default: all. */
  repositories?: string[];
  /** Names of the organizations that it sees. Default: all. */
  organizations?: string[];
}

export type Token = Required<Pick<TokenOptions, 'token' | 'kind'>> & TokenOptions;

export class Tokens {
  #byValue = new Map<string, Token>();

  /** The value has the form that GitHub gives to its kind, unless it is given. */
  add(options: TokenOptions): string {
    const { kind = 'fine-grained', token = generateValue(kind) } = options;
    this.#byValue.set(token, { ...options, kind, token });
    return token;
  }

  /** Takes the `Authorization` header. Throws a Refusal. */
  authenticate(authorization: string | undefined): Token {
    if (authorization === undefined) throw new Refusal(401, 'Requires authentication');
    const value = /^(?:bearer|token) +(\S+)$/i.exec(authorization)?.[1];
    const token = this.#byValue.get(value ?? '');
    if (!token) throw new Refusal(401, 'Bad credentials');
    return token;
  }
}

export function sees(token: Token, owner: Owner): boolean {
  if (owner.kind === 'repository') {
    return token.repositories?.some((name) => owner.names.has(name.toLowerCase())) ?? true;
  }
  const name = owner.name.toLowerCase();
  return token.organizations?.some((other) => other.toLowerCase() === name) ?? true;
}

/** Throws a Refusal. Whoever sees a repository may read its metadata. */
export function checkPermission(token: Token, permission: Permission): void {
  const { kind, permissions } = token;
  const { name, access, classicMessage } = permission;
  if (name === 'metadata') return;
  const granted = permissions ? permissions[name] : 'write';
  if (kind !== 'github-token' && (granted === 'write' || granted === access)) return;
  if (kind === 'classic') throw new Refusal(403, classicMessage);
  const holder = kind === 'fine-grained' ? 'personal access token' : 'integration';
  throw new Refusal(403, `Resource not accessible by ${holder}`);
}

/** Tells on every answer what would have been enough. */
export function acceptedHeaders({ kind }: Token, permission: Permission): Record<string, string> {
  if (kind === 'classic') return { 'x-accepted-oauth-scopes': permission.scope };
  return { 'x-accepted-github-permissions': `${permission.name}=${permission.access}` };
}

function generateValue(kind: Token['kind']): string {
  if (kind === 'fine-grained') return `github_pat_${characters(22)}_${characters(59)}`;
  return `${kind === 'classic' ? 'ghp' : 'ghs'}_${characters(36)}`;
}

function characters(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
