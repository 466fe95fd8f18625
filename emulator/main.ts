import { startOpenAi } from './openai.ts';

const DEFAULT_PORT = 8787;

/** Runs the emulator until SIGINT or SIGTERM, on the port in PORT. */
async function main(): Promise<void> {
  const port = Number(process.env.PORT || DEFAULT_PORT);
  const emulator = await startOpenAi({ port });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close());
  }
  const list = `${emulator.baseUrl}/organization/admin_api_keys`;
  console.log(`OpenAI admin API emulator, state in memory. Ctrl+C stops it.

Base URL:  ${emulator.baseUrl}
Admin key: ${emulator.adminKey}

List the keys:
  curl -H 'Authorization: Bearer ${emulator.adminKey}' ${list}
Answer the next request with 429:
  curl -d '{"status": 429}' ${emulator.url}/_emulator/faults
See what was requested:
  curl ${emulator.url}/_emulator/log`);
}

function explain(error: unknown): string {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const cure = 'Set PORT to another number, or to 0 for any free port.';
  if (code === 'EADDRINUSE') return `Port ${port} is already in use. ${cure}`;
  if (code === 'ERR_SOCKET_BAD_PORT') return `PORT is not a port number. ${cure}`;
  return message;
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
