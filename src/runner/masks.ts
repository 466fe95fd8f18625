import { KnownSecrets } from '../domain/known-secrets.ts';
import { redact } from '../domain/redact.ts';
import type { Secret } from '../domain/secret.ts';

/**
 * Everything that this step must not show. `hide` tells the runner, and is called before a value is
 * used for anything; `redact` keeps the same values, and whatever has the shape of a credential,
 * out of texts that a server sent, since files and outputs are not masked by the runner.
 */
export interface Masks {
  hide(secret: Secret): void;
  redact(text: string): string;
}

/** @param addMask - tells the runner one text to hide, as `setSecret` does */
export function createMasks(addMask: (text: string) => void): Masks {
  const hidden = new Set<string>();
  const known = new KnownSecrets();
  return {
    hide(secret) {
      const text = secret.reveal().trim();
      // The runner masks each line of a longer text by itself.
      for (const form of new Set([text, ...text.split(/\r?\n/)])) {
        if (form.trim() === '' || hidden.has(form)) continue;
        addMask(form);
        hidden.add(form);
        known.add(form);
      }
    },
    redact: (text) => redact(text, known),
  };
}
