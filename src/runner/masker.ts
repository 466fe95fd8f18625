import type { Credential } from '../domain/credential.ts';
import { KnownSecrets } from '../domain/known-secrets.ts';
import { redact } from '../domain/redact.ts';

/**
 * Hides secrets. `mask` tells the runner, before a value is used for anything. `redact` removes the same
 * values, and everything with the shape of a credential, from texts of a server, since the runner does not
 * mask files and outputs.
 */
export interface Masker {
  mask(secret: Credential): void;
  redact(text: string): string;
}

/** @param addMask - masks one text, as `setSecret` does */
export function createMasker(addMask: (text: string) => void): Masker {
  const masked = new Set<string>();
  const known = new KnownSecrets();
  return {
    mask(secret) {
      const text = secret.reveal().trim();
      // The runner masks each line of a longer text by itself.
      for (const form of [text, ...text.split(/\r?\n/)]) {
        if (form.trim() === '' || masked.has(form)) continue;
        addMask(form);
        masked.add(form);
        known.add(form);
      }
    },
    redact: (text) => redact(text, known),
  };
}
