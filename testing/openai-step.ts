import type { OpenAi } from '../emulator/openai.ts';
import type { Service } from '../emulator/service.ts';
import { runMain, runPost, type StepOptions, type StepResult } from './runner.ts';

/** Runs a main step against a local OpenAI: the bundle's, or in process (see `services.ts`). */
export function runStep(
  api: OpenAi,
  inputs: Record<string, string>,
  options: StepOptions = {},
): Promise<StepResult> {
  return runMain({
    ...options,
    inputs: {
      'base-url': api.baseUrl,
      'admin-api-key': api.adminKey,
      'retry-for': '0s',
      timeout: '30s',
      ...inputs,
    },
    masks: [api.adminKey, ...(options.masks ?? [])],
  });
}

/** Runs the post step after a main step, with the same inputs unless told otherwise. */
export function runPostStep(
  api: OpenAi,
  main: StepResult,
  inputs: Record<string, string> = {},
  options: StepOptions = {},
): Promise<StepResult> {
  return runPost(main, {
    ...options,
    inputs: { 'base-url': api.baseUrl, 'admin-api-key': api.adminKey, ...inputs },
    masks: [api.adminKey],
  });
}

/** The requests that arrived, as `GET /v1/…`. */
export function requestsOf({ log }: Pick<Service, 'log'>): string[] {
  return log.map(({ method, path }) => `${method} ${path}`);
}

/** The error annotations of a step. */
export function errorsOf(result: StepResult): string[] {
  return result.annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
}

export function warningsOf(result: StepResult): string[] {
  return result.annotations
    .filter(({ level }) => level === 'warning')
    .map(({ message }) => message);
}

/** Everything that a step left behind in which a secret could be found. */
export function tracesOf(result: StepResult): string {
  const { log, stdout, stderr, files, annotations, summary } = result;
  return [log, stdout, stderr, summary, ...Object.values(files), JSON.stringify(annotations)].join(
    '\n',
  );
}
