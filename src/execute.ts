import { createClients } from './clients.ts';
import type { Context } from './delivery/context.ts';
import { ActionError, alsoFailed, joinFailures } from './domain/error.ts';
import type { EntryResult, Result } from './domain/result.ts';
import { readInput } from './inputs/definitions.ts';
import type { ActionRequest } from './inputs/types.ts';
import type { Logger } from './report/logger.ts';
import { publish } from './report/publish.ts';
import type { Masker } from './runner/masker.ts';
import { createSignature } from './runner/signature.ts';
import { saveEntry, saveProgress } from './runner/state.ts';
import type { Runtime } from './runtime.ts';

/**
 * Executes a request and reports its result.
 *
 * @throws ActionError even if part of the work was done; outputs and summary contain that part
 */
export async function execute(
  request: ActionRequest,
  runtime: Runtime,
  masker: Masker,
  logger: Logger,
): Promise<void> {
  const { cancelled, env } = runtime;
  const files = await runtime.openFiles();
  const signature = createSignature(request.adminApiKey, env);
  const readOnly = !('dryRun' in request) || request.dryRun;
  const github = 'github' in request ? request.github : null;
  const account = 'account' in request ? request.account : null;
  const audit = await openAudit(request, runtime, masker);
  const how = { ...request, account, github, readOnly, onDeleted: audit?.seeDeleted };
  const context: Context = {
    ...runtime,
    ...(await createClients(runtime, masker, logger, how)),
    log: logger,
    sleep: (ms) => runtime.sleep(ms, cancelled),
    saveEntry(entry) {
      audit?.see(entry);
      saveEntry(files, signature, entry);
    },
    saveProgress: (progress) => saveProgress(files, signature, progress),
    setValueOutput: (value) => files.setOutput('value', value.reveal()),
    exportValue: (variable, value) => files.exportVariable(variable, value.reveal()),
  };
  const result = await dispatch(request, context, (entry) =>
    audit?.add({ operation: 'entry', ...entry }),
  ).catch((error) => {
    if (!(error instanceof ActionError)) throw error;
    audit?.add({ operation: 'refused', failure: error });
    throw joinFailures([error, audit?.failure]);
  });
  const summaryFile = (request.summary && env.GITHUB_STEP_SUMMARY) || undefined;
  try {
    audit?.add(result);
    publish(result, files, logger, { summaryFile, now: runtime.now(), redact: masker.redact });
  } catch (error) {
    throw alsoFailed(result.failure, error);
  }
  const failure = joinFailures([result.failure, audit?.failure]);
  if (failure !== undefined) throw failure;
}

/** The report of `report-file`, which few steps have, and no dry run. */
async function openAudit(request: ActionRequest, runtime: Runtime, { redact }: Masker) {
  const path = readInput(runtime.env, 'report-file');
  if (!path || ('dryRun' in request && request.dryRun)) return undefined;
  const { createAudit } = await import('./report/audit.ts');
  const operation = request.operation === 'reconcile' ? 'rotate' : request.operation;
  return createAudit(path, { ...request, operation }, runtime, redact);
}

/** Loads only the operation that is used. */
async function dispatch(
  request: ActionRequest,
  context: Context,
  record: (entry: EntryResult) => void,
): Promise<Result> {
  switch (request.operation) {
    case 'reconcile':
      return (await import('./operations/reconcile.ts')).reconcile(request, context, record);
    case 'create':
      return (await import('./operations/create.ts')).create(request, context);
    case 'list':
      return (await import('./operations/list.ts')).list(request, context);
    case 'retrieve':
      return (await import('./operations/retrieve.ts')).retrieve(request, context);
    case 'verify':
      return (await import('./operations/verify.ts')).verify(request, context);
    case 'rotate':
      return (await import('./operations/rotate.ts')).rotate(request, context);
    case 'delete':
      return (await import('./operations/delete.ts')).deleteKeys(request, context);
  }
}
