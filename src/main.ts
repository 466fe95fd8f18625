import { runAction } from './action.ts';
import { takeOutput } from './runner/output.ts';
import { createRuntime } from './runtime.ts';

const write = takeOutput();
// If the job is cancelled, the runner sends SIGINT, then SIGTERM 7.5 s later, and kills the process 2.5 s
// after that; on Windows Ctrl+C, then Ctrl+Break.
const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
  process.on(signal, () => cancellation.abort());

process.exitCode = await runAction(createRuntime(cancellation.signal, write, 1));

// A proxy that never answers would keep its connection, and so the process, open.
write('', () => process.exit());
