// Holds workflows and action.yml against GitHub's own rules: `npm run lint:workflows [-- file …]`
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const SELF = 'openai-admin-api-keys/action';

// The language service is written for bundlers, which need no word on what an import of JSON is.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return specifier.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found;
  },
});
const { registerLogger, validate } = await import('@actions/languageservice');
const { TextDocument } = await import('vscode-languageserver-textdocument');

// It reports a failure of its own here, and then finds nothing wrong: that must not pass for right.
const fail = (message: string): never => {
  throw new Error(message);
};
registerLogger({ error: fail, warn: fail, info: () => {}, log: () => {} });

/** What GitHub would not accept, or warns about, in one file: `path:line:column: message`. */
async function findingsOf(path: string): Promise<string[]> {
  // In a step of this repository, `./` is the action itself, and has its inputs.
  const text = readFileSync(path, 'utf8').replaceAll(/(uses: )\.\/$/gm, `$1${SELF}@v1`);
  const document = TextDocument.create(pathToFileURL(path).href, 'yaml', 1, text);
  const found = await validate(document, { actionsMetadataProvider: { fetchActionMetadata } });
  return found.map(({ message, range: { start } }) => {
    return `${relative(root, path)}:${start.line + 1}:${start.character + 1}: ${message}`;
  });
}

/** The inputs of this action; of any other, nothing is known here. */
async function fetchActionMetadata({ owner, name }: { owner: string; name: string }) {
  if (`${owner}/${name}` !== SELF) return { name, description: '' };
  return parse(readFileSync(join(root, 'action.yml'), 'utf8'));
}

function allFiles(): string[] {
  const folders = ['.github/workflows', 'examples'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.yml'))
      .map((name) => join(folder, name)),
  );
  return ['action.yml', ...files.sort()].map((file) => join(root, file));
}

const given = process.argv.slice(2).map((path) => resolve(path));
const files = given.length > 0 ? given : allFiles();
const findings = (await Promise.all(files.map(findingsOf))).flat();
for (const finding of findings) console.error(finding);
if (findings.length > 0) process.exitCode = 1;
else console.log(`${files.length} checked, nothing found.`);
