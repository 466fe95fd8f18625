import type { Masks } from '../runner/masks.ts';
import type { Toolkit } from '../runner/toolkit.ts';
import { plainLines } from './safe-text.ts';

/** The only way into the log: every line is redacted and made harmless here. */
export interface Reporter {
  info(line: string): void;
  debug(line: string): void;
  notice(message: string): void;
  warning(message: string): void;
  /** The one error annotation of a failed step. */
  fail(message: string): void;
}

export function createReporter(toolkit: Toolkit, masks: Masks): Reporter {
  const safe = (text: string) => plainLines(masks.redact(text));
  return {
    info: (line) => toolkit.info(safe(line)),
    // Without debug logging the runner throws these lines away, and a long listing has a hundred.
    debug: (line) => {
      if (toolkit.isDebug()) toolkit.debug(safe(line));
    },
    notice: (message) => toolkit.notice(safe(message)),
    warning: (message) => toolkit.warning(safe(message)),
    fail: (message) => toolkit.error(safe(message)),
  };
}
