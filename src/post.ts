import { hasState } from './runner/journal.ts';
import { takeOutput } from './runner/output.ts';

const write = takeOutput();
// Most jobs leave nothing to do, and this step runs in all of them: then nothing is loaded.
if (hasState(process.env)) {
  const { openSaved } = await import('./saved.ts');
  const { state, adminApiKey } = openSaved(process.env);
  if (state?.entry.stage !== 'settled') {
    const [{ cleanUp }, { realWorld }] = await Promise.all([
      import('./cleanup.ts'),
      import('./world.ts'),
    ]);
    await cleanUp(state, adminApiKey, realWorld(new AbortController().signal, write, 0));
  }
  // A proxy that never answers holds its connection, and with it the process, open for good.
  write('', () => process.exit());
}
