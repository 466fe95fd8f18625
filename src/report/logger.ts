import type { Masker } from '../runner/masker.ts';
import type { Toolkit } from '../runner/toolkit.ts';
import { plainLines } from './safe-text.ts';

/** Writes to the log: every line is redacted and escaped here. */
export interface Logger {
  info(line: string): void;
  debug(line: string): void;
  notice(message: string): void;
  warning(message: string): void;
  /** The one error annotation of a failed step. */
  fail(message: string): void;
}

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
    fail: (message) => toolkit.error(safe(message)),
  };
}
