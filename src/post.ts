import { takeOutput } from './runner/output.ts';
import { hasState } from './runner/state.ts';

const write = takeOutput();
// In most jobs nothing is left to do; then nothing is loaded.
if (hasState(process.env)) {
  const { openSaved } = await import('./saved-state.ts');
  const { state, adminApiKey } = openSaved(process.env);
  if (state?.entry.stage !== 'done') {
    const [{ cleanUp }, { createRuntime }] = await Promise.all([
      import('./cleanup.ts'),
      import('./runtime.ts'),
    ]);
    await cleanUp(state, adminApiKey, createRuntime(new AbortController().signal, write, 0));
  }
  // A proxy that never answers would keep its connection, and so the process, open.
  write('', () => process.exit());
}
