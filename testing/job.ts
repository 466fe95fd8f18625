import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CommandFiles } from './file-commands.ts';

/** The folders that the steps of one job share. */
export interface Job {
  workspace: string;
  temp: string;
  home: string;
}

const jobs = new Map<string, Job>();
const folders = new Set<string>();
process.once('exit', cleanUp);

/** The job whose workspace this is; without one, a new job with an empty workspace. */
export function jobOf(workspace?: string): Job {
  const known = workspace === undefined ? undefined : jobs.get(workspace);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'actions-runner-'));
  folders.add(folder);
  const job: Job = {
    workspace: workspace ?? join(folder, 'workspace'),
    temp: join(folder, 'temp'),
    home: join(folder, 'home'),
  };
  for (const path of [job.workspace, job.temp, job.home]) mkdirSync(path, { recursive: true });
  jobs.set(job.workspace, job);
  return job;
}

/** Removes the folders of all jobs so far. Jest does not report the process's exit: use `afterAll`. */
export function cleanUp(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
  jobs.clear();
}

/** Creates the empty command files of a step and gives their paths. */
export function createFiles(job: Job): CommandFiles {
  const folder = join(job.temp, '_runner_file_commands');
  mkdirSync(folder, { recursive: true });
  const id = randomUUID();
  const files: CommandFiles = {
    path: join(folder, `add_path_${id}`),
    env: join(folder, `set_env_${id}`),
    summary: join(folder, `step_summary_${id}`),
    state: join(folder, `save_state_${id}`),
    output: join(folder, `set_output_${id}`),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  return files;
}

/** Reads the command files; one that the step removed counts as empty. */
export function readFiles(paths: CommandFiles): CommandFiles {
  return {
    path: readText(paths.path),
    env: readText(paths.env),
    summary: readText(paths.summary),
    state: readText(paths.state),
    output: readText(paths.output),
  };
}

function readText(path: string): string {
  try {
    return new TextDecoder().decode(readFileSync(path));
  } catch {
    return '';
  }
}

/** A step's environment, of which only `PATH` comes from the test's own; `bin` goes before it. */
export function baseEnv(job: Job, files: CommandFiles, bin: string): Record<string, string> {
  return {
    PATH: [bin, process.env.PATH].join(delimiter),
    HOME: job.home,
    TMPDIR: job.temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_ENV: files.env,
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_JOB: 'test',
    GITHUB_OUTPUT: files.output,
    GITHUB_PATH: files.path,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_WORKFLOW: 'Test',
    GITHUB_WORKSPACE: job.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: job.temp,
  };
}
