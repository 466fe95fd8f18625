// The emulator with many keys, in a process of its own: `fork('server.ts', [count, key?, cert?])`.
import { readFileSync } from 'node:fs';
import { startOpenAi } from '../emulator/openai.ts';

const [, , count, key, cert] = process.argv;
const read = (path: string): string => readFileSync(path, 'utf8');
const api = await startOpenAi(
  key !== undefined && cert !== undefined ? { tls: { key: read(key), cert: read(cert) } } : {},
);

const now = api.now();
for (let at = 1; at < Number(count); at++) {
  const age = (Number(count) - at) * 3600;
  api.seed({
    name: `service ${at} (production)`,
    createdAt: now - age,
    lastUsedAt: now - Math.floor(age / 2),
    expiresAt: now + age,
  });
}
process.once('disconnect', () => void api.close());
process.send?.({ baseUrl: api.baseUrl, adminKey: api.adminKey, keyId: api.keys[0]?.id });
