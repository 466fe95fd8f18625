import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Authority {
  /** The file of its certificate, for `NODE_EXTRA_CA_CERTS`. */
  file: string;
  /** A key and a certificate for a name such as `DNS:localhost`, in PEM. */
  issue(name: string, options?: { expired?: boolean }): { key: string; cert: string };
  remove(): void;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes a certificate authority of its own, with OpenSSL. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const self = ['-x509', '-days', '2', '-subj', '/CN=Test authority'];
  openssl('req', ...CURVE, ...self, '-keyout', at('ca.key'), '-out', at('ca.pem'));
  return {
    file: at('ca.pem'),
    issue(name, { expired = false } = {}) {
      writeFileSync(at('names'), `subjectAltName=${name}\n`);
      const request = ['-subj', '/CN=server', '-keyout', at('key.pem'), '-out', at('request')];
      openssl('req', ...CURVE, ...request);
      const issuer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
      const files = ['-in', at('request'), '-extfile', at('names'), '-out', at('cert.pem')];
      openssl('x509', '-req', ...issuer, ...files, '-days', expired ? '-1' : '2');
      return {
        key: readFileSync(at('key.pem'), 'utf8'),
        cert: readFileSync(at('cert.pem'), 'utf8'),
      };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
