import type { Fault } from '../emulator/faults.ts';

export type Api = 'openai' | 'github';

export interface KnownFault {
  name: string;
  fault: Fault;
  /** What the step says after it, by the API that it struck. */
  says: Record<Api, RegExp>;
  /** Whether a second try helps. */
  kind: 'passing' | 'lasting';
}

/** What a server that means no good may repeat. */
export const ECHO = 'sk-admin-EchoEchoEchoEchoEchoT3BlbkFJEchoEchoEcho';

const says = (message: string) => ({ error: { message }, message });
const noAnswer = (how: string): Record<Api, RegExp> => {
  return {
    openai: new RegExp(`did not answer: .*(${how})`),
    github: new RegExp(`failed: no answer from .*(${how})`),
  };
};
const broken = 'cut off|aborted|hang up|ECONNRESET';
const outage = (status: number): Record<Api, RegExp> => {
  return {
    openai: new RegExp(`is not available: .*\\(${status}, request req_.*status\\.openai\\.com`),
    github: new RegExp(`failed \\(${status}.*githubstatus\\.com`),
  };
};
const nonsense = /does not answer like GitHub|cannot be used \(it is missing\)/;

/** Everything that an API, or the way to it, is known to do. */
export const FAULTS: readonly KnownFault[] = [
  {
    name: 'a refused key',
    fault: { status: 401, body: says(`Incorrect API key provided: ${ECHO}.`) },
    says: {
      openai: /refused the key in `admin-api-key`.*request req_/,
      github: /does not accept the token in `github-token`/,
    },
    kind: 'lasting',
  },
  {
    name: 'a missing scope',
    fault: { status: 401, body: says('Missing scopes: api.management.read') },
    says: {
      openai: /does not let it manage admin keys.*request req_/,
      github: /does not accept the token in `github-token`/,
    },
    kind: 'lasting',
  },
  {
    name: 'a ban',
    fault: { status: 403, body: { error: 'Not allowed.', message: 'Not allowed.' } },
    says: {
      openai: /does not allow it.*“Not allowed\.”/,
      github: /failed \(403[^)]*\): “Not allowed\.”\.$/,
    },
    kind: 'lasting',
  },
  {
    name: 'a wrong address',
    fault: { status: 404, body: '<html>' },
    says: {
      openai: /no admin API at this address.*`base-url`/,
      github: /failed \(404[^)]*\), with a web page.*Something other than GitHub's API answered/,
    },
    kind: 'lasting',
  },
  {
    name: 'a rate limit',
    fault: { status: 429 },
    says: {
      openai: /The rate limit of .* is exceeded.*would exceed `retry-for`/,
      github: /\(429[^)]*\)\. GitHub's rate limit is exceeded/,
    },
    kind: 'passing',
  },
  {
    name: 'an outage',
    fault: { status: 500, body: '<html>' },
    says: outage(500),
    kind: 'passing',
  },
  { name: 'a gateway', fault: { status: 503, body: '' }, says: outage(503), kind: 'passing' },
  {
    name: 'an unknown refusal',
    fault: { status: 418, body: says(`teapot of ${ECHO}`) },
    says: {
      openai: /rejected the request: .*“teapot of \*\*\*”/,
      github: /“teapot of \*\*\*”\.$/,
    },
    kind: 'lasting',
  },
  {
    name: 'a redirect',
    fault: { status: 302, headers: { location: `https://evil.example/x?key=${ECHO}` } },
    says: {
      openai: /redirect \(302\) to https:\/\/evil\.example\/x\. Redirects are not followed/,
      github: /redirects it, so the repository or organization was renamed/,
    },
    kind: 'lasting',
  },
  {
    name: 'a page of HTML',
    fault: { status: 200, body: `<html>hello ${ECHO}</html>` },
    says: {
      openai: /does not answer like the admin API .*is not JSON, request req_/,
      github: nonsense,
    },
    kind: 'lasting',
  },
  {
    name: 'another JSON',
    fault: { status: 200, body: { hello: ECHO } },
    says: { openai: /does not answer like the admin API/, github: nonsense },
    kind: 'lasting',
  },
  {
    name: 'a reset before acting',
    fault: { reset: 'before' },
    says: noAnswer('ECONNRESET'),
    kind: 'passing',
  },
  {
    name: 'a reset after acting',
    fault: { reset: 'after' },
    says: noAnswer('ECONNRESET'),
    kind: 'passing',
  },
  { name: 'a cut answer', fault: { cut: 20 }, says: noAnswer(broken), kind: 'passing' },
  {
    name: 'silence',
    fault: { silence: 'before' },
    says: noAnswer('within 30 s'),
    kind: 'passing',
  },
  {
    name: 'silence after acting',
    fault: { silence: 'after' },
    says: noAnswer('within 30 s'),
    kind: 'passing',
  },
];
