import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { reportReady, startInBackground } from './background.ts';
import { type GitHub, startGitHub } from './github.ts';
import { type OpenAi, startOpenAi } from './openai.ts';

const DEFAULT_PORT = 8787;

const USAGE = `Runs a local copy of OpenAI's admin API until Ctrl+C. State is in memory.

  npm run emulator -- [options]

  --project name           The organization has this project. Its id is printed.
  --service-account name   That project has this service account, for which keys can be made.
  --repository owner/repo  Also runs a local copy of GitHub's secrets API, on any free port, with
                           this repository. May be given several times.
  --environment name       Each of these repositories has this environment. May be given several times.
  --variables path         Appends the addresses, the credentials and the process id to a file as
                           NAME=value lines, which is the form of GITHUB_ENV.
  --background log         Returns when the servers answer, and leaves them running in a process of
                           their own, which writes to this file. End it by its process id.
  --help                   Shows this.

The port is ${DEFAULT_PORT}, or that in the environment variable PORT; 0 takes any free one.`;

/** Runs the emulator until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { values, tokens } = parseArgs({
    options: {
      project: { type: 'string' },
      'service-account': { type: 'string' },
      repository: { type: 'string', multiple: true },
      environment: { type: 'string', multiple: true },
      variables: { type: 'string' },
      background: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    tokens: true,
  });
  const {
    project: projectName,
    'service-account': accountName,
    repository: repositories = [],
    environment: environments = [],
    variables: file,
    background: log,
    help,
  } = values;
  if (help) {
    console.log(USAGE);
    return;
  }
  if (accountName !== undefined && projectName === undefined) {
    throw new Error('--service-account needs --project, which names the project of the account.');
  }
  if (log !== undefined) {
    const args = tokens.flatMap((token) =>
      token.kind === 'option' && token.name !== 'background'
        ? [`--${token.name}=${token.value}`]
        : [],
    );
    await startInBackground(args, log);
    return;
  }
  const port = Number(process.env.PORT || DEFAULT_PORT);
  const openai = await startOpenAi({ port });
  if (projectName !== undefined) {
    const { id: projectId } = openai.seedProject({ name: projectName });
    if (accountName !== undefined) openai.seedServiceAccount({ projectId, name: accountName });
  }
  const github = repositories.length > 0 ? await startGitHub() : undefined;
  for (const name of repositories) github?.addRepository(name, { environments });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void openai.close();
      void github?.close();
    });
  }
  if (file !== undefined) appendFileSync(file, variablesOf(openai, github));
  console.log(welcome(openai, github));
  reportReady();
}

/** In one piece, so that whoever waits for the file finds all of them or none. */
function variablesOf(openai: OpenAi, github: GitHub | undefined): string {
  const [project] = openai.projects;
  const [account] = openai.serviceAccounts;
  const pairs = {
    EMULATOR_BASE_URL: openai.baseUrl,
    EMULATOR_ADMIN_KEY: openai.adminKey,
    EMULATOR_PID: process.pid,
    ...(project && { EMULATOR_PROJECT_ID: project.id }),
    ...(account && { EMULATOR_SERVICE_ACCOUNT_ID: account.id }),
    ...(github && { EMULATOR_GITHUB_API_URL: github.apiUrl, EMULATOR_GITHUB_TOKEN: github.token }),
  };
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function welcome(openai: OpenAi, github: GitHub | undefined): string {
  const { baseUrl, adminKey, url } = openai;
  const list = `${baseUrl}/organization/admin_api_keys`;
  const projects = [
    ...openai.projects.map(({ id, name }) => `\nProject:         ${id} (${name})`),
    ...openai.serviceAccounts.map(({ id, name }) => `\nService account: ${id} (${name})`),
  ];
  const secrets = github && `\n\nGitHub API:   ${github.apiUrl}\nGitHub token: ${github.token}`;
  return `OpenAI admin API emulator, state in memory. Ctrl+C stops it.

Base URL:  ${baseUrl}
Admin key: ${adminKey}${projects.length > 0 ? `\n${projects.join('')}` : ''}${secrets ?? ''}

List the keys:
  curl -H 'Authorization: Bearer ${adminKey}' ${list}
Answer the next request with 429:
  curl -d '{"status": 429}' ${url}/_emulator/faults
See what was requested:
  curl ${url}/_emulator/log`;
}

function explain(error: unknown): string {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const cure = 'Set PORT to another number, or to 0 for any free port.';
  if (code === 'EADDRINUSE') return `Port ${port} is already in use. ${cure}`;
  if (code === 'ERR_SOCKET_BAD_PORT') return `PORT is not a port number. ${cure}`;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return `${message}\n\n${USAGE}`;
  }
  return message;
}

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
