import type { Masker } from '../runner/masker.ts';
import type { Toolkit } from '../runner/toolkit.ts';
import { plainLines } from './safe-text.ts';

/** Writes to the log: every line is redacted and escaped here. A failed step has exactly one `error`. */
export type Logger = Omit<Toolkit, 'setSecret' | 'isDebug'>;

export function createLogger(toolkit: Toolkit, masker: Masker): Logger {
  const safe = (text: string) => plainLines(masker.redact(text));
  return {
    info: (line) => toolkit.info(safe(line)),
    // Without debug logging the runner discards these lines, and a long listing has a hundred.
    debug: (line) => {
      if (toolkit.isDebug()) toolkit.debug(safe(line));
    },
    notice: (message) => toolkit.notice(safe(message)),
    warning: (message) => toolkit.warning(safe(message)),
    error: (message) => toolkit.error(safe(message)),
  };
}
