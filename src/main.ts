import { runAction } from './action.ts';
import { takeOutput } from './runner/output.ts';
import { realWorld } from './world.ts';

const write = takeOutput();
// A cancelled job sends SIGINT, then SIGTERM 7.5 s later, and kills 2.5 s after that; on Windows
// Ctrl+C, then Ctrl+Break.
const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
  process.on(signal, () => cancellation.abort());

process.exitCode = await runAction(realWorld(cancellation.signal, write, 1));

// A proxy that never answers holds its connection, and with it the process, open for good.
write('', () => process.exit());
