/*
 * The licences of everything that the bundles hold besides this action's own code. Which packages
 * those are is read from the bundler's own account of the modules that it put into them: its
 * `--license` option leaves out packages that are in chunks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
/** Licences that a MIT-licensed action may carry, on no other condition than to show their text. */
const ACCEPTED = ['MIT', 'ISC', 'Apache-2.0'];
const RULE = '-'.repeat(80);

/**
 * Code that came in with another package, which does not show the licence of it.
 * `within` is where its files are, after `node_modules/`.
 */
const GUESTS = [
  { name: 'llhttp', within: 'undici/lib/llhttp/', licence: 'MIT', text: 'licences/llhttp.txt' },
];

/**
 * The text of `THIRD_PARTY_LICENSES.txt`.
 *
 * @param {object[]} statistics - what ncc wrote to `--stats-out`, one object a bundle
 * @param {string} bundler - the folder of ncc, whose loader is in every bundle
 * @throws Error that names the package without a text, or with a licence that is not accepted
 */
export function licencesOf(statistics, bundler) {
  const files = statistics.flatMap((bundle) => bundle.modules.filter(isEmitted).flatMap(filesIn));
  const foreign = files.filter((file) => file.includes('/node_modules/'));
  return render([
    ...packagesOf(foreign),
    ...guestsAmong(foreign),
    describePackage(bundler, []),
    // Its loader of modules and chunks; ncc holds a copy of it without its licence.
    guest({ name: 'webpack', licence: 'MIT', text: 'licences/webpack.txt' }, versionOf(statistics)),
  ]);
}

/** The packages of these files, each once. */
export function packagesOf(files) {
  const folders = [...new Set(files.map(packageFolder))];
  return folders.map((folder) => {
    const own = files.filter((file) => packageFolder(file) === folder);
    return describePackage(folder, own);
  });
}

/**
 * @param {string} folder - the package's
 * @param {string[]} files - those of its files that are used: texts beside them belong to it too
 * @throws Error where there is no text, or another licence than those accepted
 */
export function describePackage(folder, files) {
  const { name, version, license } = JSON.parse(read(join(folder, 'package.json')));
  if (!ACCEPTED.includes(license)) {
    throw new Error(
      `${name}@${version} is in a bundle under ${license ?? 'no licence'}. Do without it, or accept ` +
        'that licence in scripts/licences.mjs.',
    );
  }
  const paths = [folder, ...files.flatMap((file) => foldersUpTo(folder, file))].flatMap(textsIn);
  const texts = [...new Set(paths)].sort(inOrder).map((path) => {
    return { path: path.slice(folder.length + 1), text: read(path) };
  });
  if (!texts.some(({ path }) => !path.includes('/'))) {
    throw new Error(
      `${name}@${version} is in a bundle and has no file with its licence. Do without it, or name its ` +
        'text in scripts/licences.mjs.',
    );
  }
  return { name, version, licence: license, texts };
}

/** One section a package, in the order of their names. */
export function render(packages) {
  const sections = packages.map(({ name, version, licence, texts }) => {
    const shown = texts.map(({ path, text }) => {
      return path.includes('/') ? `${path}:\n\n${tidy(text)}` : tidy(text);
    });
    return `${RULE}\n${name} ${version} (${licence})\n\n${shown.join('\n\n')}\n`;
  });
  const start =
    'The files in this folder hold code of these packages, besides that of the action.\n';
  return [start, ...[...new Set(sections)].sort(inOrder)].join('\n');
}

function guestsAmong(files) {
  return GUESTS.map((candidate) => {
    const host = files.find((file) => file.includes(`/node_modules/${candidate.within}`));
    if (host === undefined) {
      throw new Error(
        `${candidate.name} is in no bundle any more. Take it out of scripts/licences.mjs.`,
      );
    }
    const { name, version } = JSON.parse(read(join(packageFolder(host), 'package.json')));
    return guest(candidate, `in ${name} ${version}`);
  });
}

function guest({ name, licence, text }, version) {
  return {
    name,
    version,
    licence,
    texts: [{ path: text.split('/')[1], text: read(join(here, text)) }],
  };
}

/** Modules that were merged into another are listed inside that one, and stand in no chunk. */
function isEmitted(module) {
  return module.chunks.length > 0;
}

function filesIn(module) {
  const merged = module.modules?.flatMap(filesIn) ?? [];
  return module.nameForCondition ? [module.nameForCondition, ...merged] : merged;
}

function versionOf(statistics) {
  return [...new Set(statistics.map(({ version }) => version))].join(', ');
}

/** `…/node_modules/name` or `…/node_modules/@scope/name`: of nested packages the innermost. */
function packageFolder(file) {
  return /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(file)[0];
}

function foldersUpTo(folder, file) {
  const parent = dirname(file);
  return parent.length <= folder.length ? [] : [parent, ...foldersUpTo(folder, parent)];
}

function textsIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name));
  return names.map((name) => join(folder, name));
}

function tidy(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

function read(path) {
  return readFileSync(path, 'utf8');
}

/** By code units, which no locale changes. */
function inOrder(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
