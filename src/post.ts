import { readJournal } from './runner/journal.ts';

// Most jobs leave nothing to do, and this step runs in all of them: then nothing is loaded.
const entry = readJournal(process.env);
if (entry.stage !== 'settled') {
  const [{ cleanUp }, { realWorld }] = await Promise.all([
    import('./cleanup.ts'),
    import('./world.ts'),
  ]);
  await cleanUp(entry, realWorld(new AbortController().signal));
  // A proxy that never answers holds its connection, and with it the process, open for good.
  process.stdout.write('', () => process.exit());
}
