import { BlockList, isIP } from 'node:net';

/**
 * Whether `NO_PROXY` excludes a host. Entries are separated by commas or white space: names, which include
 * their subdomains (`example.com`, `.example.com`), `*.example.com`, `host:port`, addresses, `10.0.0.0/8`,
 * `10.0.0.1-10.0.0.9`, `*`. Node's agent supports only some of these forms.
 */
export function isExempt(url: URL, noProxy: string): boolean {
  const host = withoutBrackets(url.hostname.toLowerCase()).replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  // An IPv6 address without brackets has colons, and no port.
  const [, name = entry, wanted = port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (wanted !== port || name === '') return false;
  if (isIP(host) !== 0) return isAmong(withoutBrackets(name), host);
  const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
  if (suffix === '') return false;
  return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('*'));
}

/** Whether an address equals an entry, or is in its network or range. */
function isAmong(entry: string, host: string): boolean {
  const list = new BlockList();
  const [start = '', end] = entry.split(/[/-]/);
  try {
    const family = familyOf(start);
    if (end === undefined) list.addAddress(start, family);
    else if (entry.includes('/')) list.addSubnet(start, end === '' ? -1 : Number(end), family);
    else list.addRange(start, end, family);
    return list.check(host, familyOf(host));
  } catch {
    // The entry is not an address.
    return false;
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
