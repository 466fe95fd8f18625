import { ActionError, messageOf } from './domain/error.ts';
import { ignoredProxies, proxyHost } from './domain/proxy.ts';
import { isExpectedHost, isLoopback } from './domain/url.ts';
import { createReporter, type Reporter } from './report/reporter.ts';
import { hideCredentials, refuseTracing } from './request/credentials.ts';
import { parseRequest } from './request/parse.ts';
import type { Request } from './request/request.ts';
import { createMasks, type Masks } from './runner/masks.ts';
import type { World } from './world.ts';

/** Enough for every frame; errors of libraries may hold whole answers. */
const MAX_TRACE = 5_000;

/**
 * The main step: request, operation, report. Never throws; a failure is one error annotation.
 *
 * @returns the exit code of the step
 */
export async function runAction(world: World): Promise<number> {
  const { env, toolkit } = world;
  const masks = createMasks(toolkit.setSecret);
  const reporter = createReporter(toolkit, masks);
  world.onUncaught((error) => reportFailure(error, reporter, masks));
  try {
    hideCredentials(env, masks);
    refuseTracing(env);
    const request = parseRequest(env, reporter.warning);
    refuseMaskedName(request, masks);
    announceRoute(request, env, reporter);
    // By `import()`, so that a refused input costs no HTTP stack.
    const { perform } = await import('./perform.ts');
    await perform(request, world, masks, reporter);
    return 0;
  } catch (error) {
    reportFailure(error, reporter, masks);
    return 1;
  }
}

/** What a server says is redacted, so such a key would be known by its name to nobody. */
function refuseMaskedName(request: Request, masks: Masks): void {
  const name = ('name' in request && request.name) || '';
  if (masks.redact(name) === name) return;
  throw new ActionError(
    'input',
    '`name` holds a text that this step keeps secret (a credential, or the user or password of the ' +
      'proxy), so its keys could not be told from others. Nothing was sent. Choose another name.',
  );
}

/** Says where credentials go, wherever that may surprise. */
function announceRoute(request: Request, env: NodeJS.ProcessEnv, reporter: Reporter): void {
  const { hostname, host } = request.baseUrl;
  if (!isExpectedHost(hostname)) {
    reporter.warning(
      `\`base-url\` points to ${host}, which is not OpenAI: it receives the admin key.`,
    );
  }
  const github = 'github' in request ? request.github : null;
  if (github !== null && !isGitHub(github.apiUrl, env)) {
    reporter.warning(
      `\`github-api-url\` points to ${github.apiUrl.host}, which is not this workflow's GitHub: it ` +
        'receives the GitHub token.',
    );
  }
  const proxy = proxyHost(env);
  const leaves = [request.baseUrl, github?.apiUrl].some((url) => url && !isLoopback(url.hostname));
  if (proxy !== undefined && leaves) {
    reporter.info(`Requests go through the proxy ${proxy}, unless \`NO_PROXY\` names their host.`);
  }
  const ignored = ignoredProxies(env).map((name) => `\`${name}\``);
  if (ignored.length > 0 && leaves) {
    reporter.info(
      `Requests go through no proxy: ${ignored.join(' and ')} is not read, since both APIs are reached ` +
        'by https. To use a proxy, set `HTTPS_PROXY`.',
    );
  }
}

function isGitHub(url: URL, env: NodeJS.ProcessEnv): boolean {
  if (isLoopback(url.hostname) || url.hostname === 'api.github.com') return true;
  return url.href === URL.parse(env.GITHUB_API_URL ?? '')?.href;
}

function reportFailure(error: unknown, reporter: Reporter, masks: Masks): void {
  if (error instanceof ActionError) reporter.fail(error.message);
  else
    reporter.fail(
      `This is a bug in the action: ${messageOf(error)}. Report it with the debug log.`,
    );
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // Redacted before it is cut: half a secret would be recognised by nobody.
    reporter.debug(masks.redact(cause.stack ?? cause.message).slice(0, MAX_TRACE));
  }
}
