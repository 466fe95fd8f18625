import { connect } from './connect.ts';
import { alsoFailed } from './domain/error.ts';
import type { Result } from './domain/result.ts';
import type { Tools } from './operations/tools.ts';
import { publish } from './report/publish.ts';
import type { Reporter } from './report/reporter.ts';
import type { Request } from './request/request.ts';
import type { FileCommands } from './runner/file-commands.ts';
import { writeJournal, writeProgress } from './runner/journal.ts';
import type { Masks } from './runner/masks.ts';
import { createSignature } from './runner/signature.ts';
import { unwritable } from './runner/unwritable.ts';
import type { World } from './world.ts';

/**
 * Carries out a request and makes the result known. Loaded only when there is a request, with all
 * that talking to a server needs.
 *
 * @throws ActionError also where part of the work was done; outputs and summary tell of that part
 */
export async function perform(
  request: Request,
  world: World,
  masks: Masks,
  reporter: Reporter,
): Promise<void> {
  const { cancelled, env } = world;
  const files = guarded(await world.openFiles());
  const signature = createSignature(request.adminApiKey, env);
  const readOnly = !('dryRun' in request) || request.dryRun;
  const github = 'github' in request ? request.github : null;
  const result = await operate(request, {
    ...(await connect(world, masks, reporter, { ...request, github, readOnly })),
    log: reporter,
    now: world.now,
    monotonic: world.monotonic,
    sleep: (ms) => world.sleep(ms, cancelled),
    cancelled,
    writeJournal: (entry) => writeJournal(files, signature, entry),
    writeProgress: (progress) => writeProgress(files, signature, progress),
    setValueOutput: (value) => files.setOutput('value', value.reveal()),
    exportValue: (variable, value) => files.exportVariable(variable, value.reveal()),
  });
  const summaryFile = (request.summary && env.GITHUB_STEP_SUMMARY) || undefined;
  try {
    const redact = (text: string) => masks.redact(text);
    publish(result, files, reporter, { summaryFile, now: world.now(), redact });
  } catch (error) {
    throw alsoFailed(result.failure, error);
  }
  if (result.failure !== undefined) throw result.failure;
}

/** By `import()`: each operation is loaded by those who use it. */
async function operate(request: Request, tools: Tools): Promise<Result> {
  switch (request.operation) {
    case 'create':
      return (await import('./operations/create.ts')).create(request, tools);
    case 'list':
      return (await import('./operations/list.ts')).list(request, tools);
    case 'retrieve':
      return (await import('./operations/retrieve.ts')).retrieve(request, tools);
    case 'verify':
      return (await import('./operations/verify.ts')).verify(request, tools);
    case 'rotate':
      return (await import('./operations/rotate.ts')).rotate(request, tools);
    case 'delete':
      return (await import('./operations/delete.ts')).deleteKeys(request, tools);
  }
}

/** The runner's files, with a sentence for each way in which they take nothing. */
function guarded(files: FileCommands): FileCommands {
  const guard = (variable: string, write: (name: string, value: string) => void) => {
    return (name: string, value: string) => {
      try {
        write(name, value);
      } catch (error) {
        throw unwritable(variable, name, error);
      }
    };
  };
  return {
    setOutput: guard('GITHUB_OUTPUT', files.setOutput),
    saveState: guard('GITHUB_STATE', files.saveState),
    exportVariable: guard('GITHUB_ENV', files.exportVariable),
  };
}
