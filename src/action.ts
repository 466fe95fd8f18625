import { ActionError, messageOf } from './domain/error.ts';
import { ignoredProxies, readProxy } from './domain/proxy.ts';
import { isExpectedHost, isLoopback } from './domain/url.ts';
import { maskCredentials, refuseTracing } from './inputs/credentials.ts';
import { readInput } from './inputs/definitions.ts';
import { parseRequest } from './inputs/parse.ts';
import type { ActionRequest } from './inputs/types.ts';
import { createLogger, type Logger } from './report/logger.ts';
import { createMasker, type Masker } from './runner/masker.ts';
import type { Runtime } from './runtime.ts';

/** Enough for a stack trace; errors of libraries may contain whole responses. */
const MAX_TRACE = 5_000;

/**
 * The main step: request, operation, report. Never throws; a failure is one error annotation.
 *
 * @returns the exit code of the step
 */
export async function runAction(runtime: Runtime): Promise<number> {
  const { env, toolkit } = runtime;
  const masker = createMasker(toolkit.setSecret);
  const logger = createLogger(toolkit, masker);
  runtime.onUncaught((error) => reportFailure(error, logger, masker));
  try {
    maskCredentials(env, masker);
    refuseTracing(env);
    const hasManifest = (readInput(env, 'manifest') || 'none') !== 'none';
    const request = parseRequest(env, logger.warning, {
      redact: masker.redact,
      // By `import()`: the reader of YAML is large.
      ...(hasManifest && { manifests: await import('./inputs/reconcile.ts') }),
    });
    announceRoute(request, env, logger);
    // Imported here, so that a refused input does not load the HTTP stack.
    const { execute } = await import('./execute.ts');
    await execute(request, runtime, masker, logger);
    return 0;
  } catch (error) {
    reportFailure(error, logger, masker);
    return 1;
  }
}

function announceRoute(request: ActionRequest, env: NodeJS.ProcessEnv, logger: Logger): void {
  const { hostname, host } = request.baseUrl;
  if (!isExpectedHost(hostname)) {
    logger.warning(
      `\`base-url\` points to ${host}, which is not OpenAI: it receives the admin key.`,
    );
  }
  const github = 'github' in request ? request.github : null;
  if (github !== null && !isGitHub(github.apiUrl, env)) {
    logger.warning(
      `\`github-api-url\` points to ${github.apiUrl.host}, which is not this workflow's GitHub: it ` +
        'receives the GitHub token.',
    );
  }
  // Without its credentials.
  const proxy = readProxy(env)?.host;
  const leaves = [request.baseUrl, github?.apiUrl].some((url) => url && !isLoopback(url.hostname));
  if (proxy !== undefined && leaves) {
    logger.info(`Requests go through the proxy ${proxy}, unless \`NO_PROXY\` names their host.`);
  }
  const ignored = ignoredProxies(env).map((name) => `\`${name}\``);
  if (ignored.length > 0 && leaves) {
    logger.info(
      `Requests go through no proxy: ${ignored.join(' and ')} is not used, since both APIs use https. To ` +
        'use a proxy, set `HTTPS_PROXY`.',
    );
  }
}

function isGitHub(url: URL, env: NodeJS.ProcessEnv): boolean {
  if (isLoopback(url.hostname) || url.hostname === 'api.github.com') return true;
  return url.href === URL.parse(env.GITHUB_API_URL ?? '')?.href;
}

function reportFailure(error: unknown, logger: Logger, masker: Masker): void {
  if (error instanceof ActionError) logger.error(error.message);
  else
    logger.error(`This is a bug in the action: ${messageOf(error)}. Report it with the debug log.`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // Redacted before it is cut, since half a secret is not found.
    logger.debug(masker.redact(cause.stack ?? cause.message).slice(0, MAX_TRACE));
  }
}
