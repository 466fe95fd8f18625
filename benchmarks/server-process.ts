import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Served {
  baseUrl: string;
  adminKey: string;
  keyId: string;
  /** Variables that make a client trust the server. */
  trust: Record<string, string>;
  stop(): void;
}

/** Starts the emulator with `count` keys in another process; over TLS where `openssl` is there. */
export async function serve(count: number, folder: string): Promise<Served> {
  const certificate = makeCertificate(folder);
  const child: ChildProcess = fork(join(import.meta.dirname, 'server.ts'), [
    String(count),
    ...(certificate ? [certificate.key, certificate.cert] : []),
  ]);
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the server did not start'))),
  ])) as [Pick<Served, 'baseUrl' | 'adminKey' | 'keyId'>];
  return {
    ...message,
    trust: certificate ? { NODE_EXTRA_CA_CERTS: certificate.cert } : {},
    stop: () => child.disconnect(),
  };
}

/** A certificate for this machine that is good for a day; undefined without `openssl`. */
function makeCertificate(folder: string): { key: string; cert: string } | undefined {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const form = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', '-days', '1', ...form, ...subject, ...files], {
      stdio: 'ignore',
    });
    return { key, cert };
  } catch {
    return undefined;
  }
}
