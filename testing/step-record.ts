import { type Command, knownCommands, neverEchoed, parseCommand } from './commands.ts';
import { trim } from './dotnet-text.ts';
import { Masker } from './masks.ts';

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  message: string;
  /** As the step gave them: the runner masks an annotation's message, not its properties. */
  properties: Record<string, string>;
}

export interface ExecutedCommand extends Command {
  stream: 'stdout' | 'stderr';
}

const longestMessage = 4096;
const titles = { error: 'Error', warning: 'Warning', notice: 'Notice' } as const;

/** Everything that a step says and sets while it runs, as the runner understands it. */
export class StepRecord {
  readonly masker = new Masker();
  readonly annotations: Annotation[] = [];
  readonly commands: ExecutedCommand[] = [];
  readonly masks: string[] = [];
  readonly outputs: Record<string, string> = {};
  readonly state: Record<string, string> = {};
  readonly env: Record<string, string> = {};
  readonly path: string[] = [];
  summary = '';
  failed = false;
  readonly #log: string[] = [];
  readonly #debug: boolean;
  #echo: boolean;
  #resumeToken: string | undefined;

  constructor(debug: boolean) {
    this.#debug = debug;
    this.#echo = debug;
  }

  get log(): string {
    return this.#log.map((entry) => `${entry}\n`).join('');
  }

  /** Takes one line of a stream: a command is executed, anything else goes to the log. */
  line(text: string, stream: 'stdout' | 'stderr'): void {
    const command = parseCommand(text, this.#resumeToken);
    if (command === undefined || !this.#accepts(command)) {
      this.#write(text);
      return;
    }
    this.commands.push({ ...command, stream });
    if (this.#resumeToken !== undefined) {
      this.#write(text);
      this.debug('Resume processing commands');
      this.#resumeToken = undefined;
      return;
    }
    const echoed = !neverEchoed.includes(command.name);
    if (command.name !== 'stop-commands' && echoed && this.#echo) this.#write(text);
    try {
      this.#execute(command, text);
    } catch (error) {
      this.fail(`Unable to process command '${echoed ? text : command.name}' successfully.`, error);
    }
  }

  /** Adds an annotation and its line in the log. */
  issue(level: Annotation['level'], text: string, properties: Record<string, string> = {}): void {
    const message = this.masker.mask(text).slice(0, longestMessage);
    this.annotations.push({ level, message, properties });
    if (message !== '') this.#write(`${titles[level]}: ${message}`);
  }

  /** Reports an error of the runner's own; the step fails whatever its exit code. */
  fail(message: string, cause: unknown): void {
    this.failed = true;
    this.issue('error', message);
    this.issue('error', cause instanceof Error ? cause.message : String(cause));
  }

  debug(text: string): void {
    if (!this.#debug) return;
    for (const line of text.split(/\r?\n/)) this.#write(`##[debug]${line}`);
  }

  /** While commands are stopped, only the token that resumes them counts. */
  #accepts(command: Command): boolean {
    if (this.#resumeToken === undefined) return true;
    if (command.name === this.#resumeToken.toLowerCase()) return true;
    this.debug(
      `Process commands has been stopped and waiting for '##[${this.#resumeToken}]' to resume.`,
    );
    return false;
  }

  #write(text: string): void {
    this.#log.push(this.masker.mask(text));
  }

  #execute(command: Command, line: string): void {
    const { name, properties, data } = command;
    switch (name) {
      case 'add-mask':
        this.#addMask(data);
        break;
      case 'debug':
        this.debug(data);
        break;
      case 'error':
      case 'warning':
      case 'notice':
        this.issue(name, data, properties);
        break;
      case 'group':
        this.#write(`▸ ${data}`);
        break;
      case 'echo':
        this.#setEcho(data);
        break;
      case 'set-output':
        this.#setDeprecated(command, this.outputs);
        break;
      case 'save-state':
        this.#setDeprecated(command, this.state);
        break;
      case 'set-env':
      case 'add-path':
        throw new Error(
          `The \`${name}\` command is disabled. Please upgrade to using Environment Files or opt ` +
            'into unsecure command execution by setting the `ACTIONS_ALLOW_UNSECURE_COMMANDS` ' +
            'environment variable to `true`.',
        );
      case 'stop-commands':
        this.#stop(data, line);
    }
  }

  #addMask(value: string): void {
    if (trim(value) === '') {
      this.issue('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
      return;
    }
    if (this.#echo) this.#write('::add-mask::***');
    this.masks.push(value);
    this.masker.add(value);
  }

  #setEcho(value: string): void {
    const wanted = trim(value).toUpperCase();
    if (wanted !== 'ON' && wanted !== 'OFF') {
      throw new Error(
        "Invalid echo command value. Possible values can be: 'on', 'off'. " +
          `Current value is: '${value}'.`,
      );
    }
    this.#echo = wanted === 'ON';
  }

  #setDeprecated({ name, properties, data }: Command, target: Record<string, string>): void {
    this.issue(
      'warning',
      `The \`${name}\` command is deprecated and will be disabled soon. ` +
        'Please upgrade to using Environment Files.',
    );
    const [, key] = Object.entries(properties).find(([k]) => k.toLowerCase() === 'name') ?? [];
    if (!key) throw new Error(`Required field 'name' is missing in ##[${name}] command.`);
    target[key] = data;
  }

  #stop(token: string, line: string): void {
    if (['', 'pause-logging', ...knownCommands].includes(token.toLowerCase())) {
      throw new Error(
        'You cannot use a endToken that is an empty string, the string ' +
          "'pause-logging', or another workflow command.",
      );
    }
    this.#resumeToken = token;
    if (token.length > 6) this.masker.addWhole(token);
    this.#write(line);
    this.debug(
      'Paused processing commands until the token you called ::stopCommands:: with is received',
    );
  }
}
