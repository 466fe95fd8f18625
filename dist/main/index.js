import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 7158:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __nccwpck_require__(9342);
// EXTERNAL MODULE: ./lib/domain/proxy.js
var domain_proxy = __nccwpck_require__(3252);
// EXTERNAL MODULE: ./lib/domain/url.js
var domain_url = __nccwpck_require__(5917);
// EXTERNAL MODULE: ./lib/report/safe-text.js
var safe_text = __nccwpck_require__(8641);
;// CONCATENATED MODULE: ./lib/report/reporter.js

function createReporter(toolkit, masks) {
    const safe = (text) => (0,safe_text/* plainLines */.y1)(masks.redact(text));
    return {
        info: (line) => toolkit.info(safe(line)),
        // Without debug logging the runner throws these lines away, and a long listing has a hundred.
        debug: (line) => {
            if (toolkit.isDebug())
                toolkit.debug(safe(line));
        },
        notice: (message) => toolkit.notice(safe(message)),
        warning: (message) => toolkit.warning(safe(message)),
        fail: (message) => toolkit.error(safe(message)),
    };
}

// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __nccwpck_require__(3998);
;// CONCATENATED MODULE: ./lib/request/inputs.js
/** The operations, by the word that `operation` takes. */
const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];
/** The operations that make keys. */
const MAKING = ['create', 'rotate'];
/** Every input there is. `action.yml` says the same; a test holds the two against each other. */
const INPUTS = {
    operation: { default: '', for: OPERATIONS },
    'admin-api-key': { default: '', for: OPERATIONS, secret: true },
    'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS },
    name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
    'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
    'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
    'if-exists': { default: 'create', for: ['create'] },
    'revoke-after-job': { default: 'false', for: ['create'] },
    'output-value': { default: 'false', for: MAKING },
    'export-env': { default: '', for: MAKING },
    'secret-name': { default: '', for: MAKING },
    'secret-repositories': {
        default: '${{ github.repository }}',
        for: MAKING,
        refusesEmpty: true,
        list: true,
    },
    'secret-environment': { default: 'none', for: MAKING, refusesEmpty: true, list: true },
    'secret-organization': { default: 'none', for: MAKING, refusesEmpty: true },
    'secret-visibility': { default: 'keep', for: MAKING },
    'secret-app': { default: 'actions', for: MAKING, list: true },
    'github-token': { default: '', for: MAKING, secret: true },
    'github-api-url': { default: '${{ github.api_url }}', for: MAKING },
    order: { default: 'asc', for: ['list'] },
    after: { default: '', for: ['list'] },
    limit: { default: '', for: ['list'] },
    'keys-file': { default: '', for: ['list', 'verify'] },
    'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
    'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
    'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
    'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
    now: { default: 'false', for: ['rotate'] },
    'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
    'require-expiry': { default: 'false', for: ['verify'] },
    'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
    'on-violation': { default: 'fail', for: ['verify'] },
    'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'] },
    'retry-for': { default: '15m', for: OPERATIONS },
    timeout: { default: '30s', for: OPERATIONS },
    summary: { default: 'true', for: OPERATIONS },
};
const INPUT_RULES = INPUTS;
/** The environment variable in which the runner passes an input. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input as the runner passes it, trimmed; undefined where it was left out. */
function readInput(env, name) {
    return env[inputVariable(name)]?.trim();
}
/** What an input is when it is left out. */
function defaultOf(env, name) {
    const text = INPUT_RULES[name].default;
    if (text === '${{ github.repository }}')
        return env.GITHUB_REPOSITORY ?? '';
    if (text === '${{ github.api_url }}')
        return env.GITHUB_API_URL || 'https://api.github.com';
    return text;
}

;// CONCATENATED MODULE: ./lib/request/credentials.js




/** The admin key as given: the input, or else the environment variable; empty where neither is. */
function readAdminKey(env) {
    return readInput(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}
/** Masks every credential that the step was given, before anything else is printed. */
function hideCredentials(env, masks) {
    for (const name of Object.keys(INPUT_RULES)) {
        const text = readInput(env, name) ?? '';
        if (INPUT_RULES[name].secret && text !== INPUT_RULES[name].default)
            masks.hide(new secret/* Secret */.z(text));
    }
    masks.hide(new secret/* Secret */.z(env.OPENAI_ADMIN_KEY ?? ''));
    for (const form of (0,domain_proxy/* proxyCredentials */.FF)(env))
        masks.hide(new secret/* Secret */.z(form));
}
/** Variables that make Node print what it does, past everything that this action prints itself. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];
const OPENS = 'lets others look into the process';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';
/** Options of Node's in `NODE_OPTIONS` with which no secret would be safe, and why. */
const UNSAFE_OPTIONS = {
    '--abort-on-uncaught-exception': DUMPS,
    '--heapsnapshot-near-heap-limit': DUMPS,
    '--heapsnapshot-signal': DUMPS,
    '--inspect': OPENS,
    '--inspect-brk': OPENS,
    '--inspect-wait': OPENS,
    '--report-on-fatalerror': REPORTS,
    '--report-on-signal': REPORTS,
    '--report-uncaught-exception': REPORTS,
    '--tls-keylog': 'writes the keys of each connection to a file',
    '--trace-event-categories': 'writes what the process does to a file',
    '--trace-events-enabled': 'writes what the process does to a file',
    '--trace-tls': 'prints each connection',
};
/**
 * Refuses to work where Node was told to print or keep what it does, or to let others look on.
 *
 * @throws ActionError `environment`
 */
function refuseTracing(env) {
    const variable = PRINTING.find((name) => env[name]);
    if (variable !== undefined) {
        throw new domain_error/* ActionError */.lZ('environment', `The environment variable \`${variable}\` is set, which makes Node print requests with the admin key ` +
            'in them. Nothing was sent. Remove it from this job.');
    }
    const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
    if (option === undefined)
        return;
    throw new domain_error/* ActionError */.lZ('environment', `\`NODE_OPTIONS\` holds \`${option}\`, which ${why}. Nothing was sent. Take the option out of the ` +
        'environment of this step.');
}
/** The first option that no secret would be safe with, and why. */
function unsafeOption(options) {
    // Node takes `_` for `-`, and a value after `=`.
    const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
    return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}
/**
 * The words of `NODE_OPTIONS` as Node reads them: apart by spaces, but for those in double quotes, which
 * may stand anywhere in a word, and in which a backslash takes the next character as it is.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options) {
    const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
    return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted) => quoted.replace(/\\(.)/gs, '$1')));
}

;// CONCATENATED MODULE: ./lib/request/mistakes.js
const CREDENTIAL = 'sk-|gh[opsur]_|github_pat_';
const IN_BOTH_PLACES = [
    [
        /^(?:\$?\{\{)?\s*(?:secrets|vars|env|inputs|steps|needs)\.[\w.-]+\s*(?:\}\})?$/,
        'seems to be the text of an expression. Write it as `${{ secrets.NAME }}`.',
    ],
    [/^export\s/, 'seems to begin with `export`, as in a shell script. Save it again without it.'],
    [/^Bearer\s/i, 'seems to begin with `Bearer`. Save it again without that word.'],
    [
        new RegExp(`^(?:[A-Za-z_]\\w*\\s*[=:]\\s*["'\`]?(?:${CREDENTIAL})|[A-Z]+_[A-Z0-9_]*\\s*=)`),
        'seems to hold its name as well, as in `NAME=value`. Save it again without the name.',
    ],
    [/^["'`“”‘’]|["'`“”‘’]$/, 'seems to be in quotes. Save it again without them.'],
];
const GITHUB_TOKEN = [
    /^(?:gh[opsur]_|github_pat_)/,
    'seems to be a GitHub token, and is no key of OpenAI. Check which secret is read here.',
];
const OPENAI_KEY = [
    /^sk-/,
    'seems to be a key of OpenAI, and is no GitHub token. Check which secret is read here.',
];
/**
 * What a text seems to be that cannot be the credential which is asked for, with what to do, as the
 * rest of a sentence about the input. None of the text is in it.
 *
 * @param wanted - whose credential is asked for
 * @returns undefined where nothing is known against it
 */
function mistakeIn(text, wanted) {
    const mistakes = [...IN_BOTH_PLACES, wanted === 'OpenAI' ? GITHUB_TOKEN : OPENAI_KEY];
    return mistakes.find(([looksLikeIt]) => looksLikeIt.test(text))?.[1];
}

;// CONCATENATED MODULE: ./lib/domain/spelling.js
/** A misspelt word is this many letters away at most. */
const NEAR = 2;
/**
 * The word that a misspelt one is likely meant to be: the same but for upper and lower case, or at
 * most two letters away (added, left out or replaced); of several the nearest, the first of those.
 */
function nearestWord(text, words) {
    const lower = text.toLowerCase();
    let found;
    for (const word of words) {
        if (Math.abs(word.length - text.length) > NEAR)
            continue;
        const letters = lettersBetween(lower, word.toLowerCase());
        // A word of which less than half is left is no misspelling, unless its letters changed places:
        // `nwo` is meant to be `now`, and `log` is not.
        if (letters > NEAR || (2 * letters > word.length && sorted(lower) !== sorted(word)))
            continue;
        if (found === undefined || letters < found.letters)
            found = { word, letters };
    }
    return found?.word;
}
/** Asks for the word that is likely meant, as a sentence of its own. */
function didYouMean(word) {
    return `Did you mean \`${word}\`?`;
}
function sorted(word) {
    return [...word.toLowerCase()].sort().join('');
}
/** How many letters have to be added, left out or replaced to get from one word to the other. */
function lettersBetween(from, to) {
    let row = Array.from({ length: to.length + 1 }, (_, at) => at);
    for (const [line, letter] of [...from].entries()) {
        const next = [line + 1];
        for (const [at, other] of [...to].entries()) {
            const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
            next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}

;// CONCATENATED MODULE: ./lib/request/names.js


const NAMES = Object.keys(INPUT_RULES);
/**
 * Looks at every `INPUT_` variable that names no input. GitHub only warns about a misspelt input, so
 * a name that could be one is a problem: it shares a word with an input or is two letters away from
 * one. Any other is somebody else's, such as another action's in a composite one, and is named.
 */
function checkNames(env) {
    const known = new Set(NAMES.map(inputVariable));
    const found = { problems: [], warnings: [] };
    for (const variable of Object.keys(env).sort()) {
        if (!variable.startsWith('INPUT_') || known.has(variable))
            continue;
        const name = variable.slice('INPUT_'.length).toLowerCase();
        const words = names_wordsOf(name);
        const related = NAMES.filter((one) => names_wordsOf(one).some((word) => words.includes(word)));
        const meant = nearestWord(name.replaceAll('_', '-'), NAMES) ??
            (related.length === 1 ? related[0] : undefined);
        if (meant !== undefined || related.length > 0) {
            found.problems.push(`\`${name}\` names no input of this action. ` +
                (meant === undefined ? 'Correct its spelling or remove it.' : didYouMean(meant)));
        }
        else if (env[variable]?.trim()) {
            found.warnings.push(`The variable \`${variable}\` names no input of this action, so it was not read. It may be ` +
                "another action's, or one of the job's own `env:`.");
        }
    }
    return found;
}
function names_wordsOf(name) {
    return name.split(/[-_ ]/).filter((word) => word !== '');
}

// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __nccwpck_require__(738);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __nccwpck_require__(4621);
// EXTERNAL MODULE: ./lib/domain/target.js
var target = __nccwpck_require__(8955);
;// CONCATENATED MODULE: ./lib/request/targets.js



/** A refused text is not repeated beyond this. */
const MAX_QUOTED = 20;
/** GitHub takes 500 writes an hour. */
const MAX_TARGETS = 500;
/** New logins are stricter, but GitHub still has `octo-`, `octo--org` and `-octo`. */
const LOGIN = /^[A-Za-z0-9_-]{1,100}$/;
const VISIBILITIES = ['keep', 'all', 'private', 'selected'];
/** As the rest of a sentence about the input that names the destination. */
const NOT_FOR_MODELS = 'must not be `OPENAI_API_KEY`, which programs that call models read: an admin key manages the whole ' +
    'organization and cannot call a model. Choose another name, such as `OPENAI_ADMIN_KEY`.';
/** All that makes no sense without a secret to write. */
const DEPENDENT = [
    'secret-repositories',
    'secret-environment',
    'secret-organization',
    'secret-visibility',
    'secret-app',
    'github-token',
];
/** Reads the secrets that are to hold the value, and what is needed to write them. */
function readDelivery(inputs) {
    const name = inputs.text('secret-name');
    const apiUrl = inputs.url('github-api-url');
    // A rotation needs the name, and says so; the other inputs make sense with it.
    if (name === '' && inputs.text('operation') !== 'rotate') {
        for (const input of DEPENDENT) {
            if (!inputs.isGiven(input))
                continue;
            inputs.problem(input, 'is of no use without `secret-name`. Add `secret-name: …`, or remove it.');
        }
        return { targets: [], github: null };
    }
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^GITHUB_/i.test(name)) {
        inputs.problem('secret-name', 'is no name that GitHub takes for a secret: letters, digits and `_`, not a digit first, and not ' +
            '`GITHUB_` first.');
    }
    // Names of secrets have no case.
    if (name.toUpperCase() === 'OPENAI_API_KEY')
        inputs.problem('secret-name', NOT_FOR_MODELS);
    const token = inputs.secret('github-token', 'GitHub');
    if (token === null) {
        inputs.problem('github-token', 'is required with `secret-name`. `GITHUB_TOKEN` can never write secrets: pass a token of a GitHub ' +
            'App (actions/create-github-app-token) or a fine-grained personal access token.');
        return { targets: readTargets(name, inputs), github: null };
    }
    return { targets: readTargets(name, inputs), github: { apiUrl, token } };
}
function readTargets(name, inputs) {
    const apps = readApps(inputs);
    const organization = readOrganization(inputs);
    const environments = readEnvironments(inputs, apps);
    const repositories = readRepositories(inputs);
    const visibility = inputs.choice('secret-visibility', VISIBILITIES) ?? 'keep';
    if (organization !== null) {
        checkOrganization(inputs, visibility, environments);
        return apps.map((app) => {
            return { place: 'organization', app, name, organization, visibility, repositories };
        });
    }
    if (visibility !== 'keep') {
        inputs.problem('secret-visibility', 'is for secrets of an organization. Add `secret-organization`, or remove it.');
    }
    const targets = apps.flatMap((app) => repositories.flatMap((repository) => environments.length === 0
        ? [{ place: 'repository', app, name, ...repository }]
        : environments.map((environment) => {
            return { place: 'environment', app, name, ...repository, environment };
        })));
    if (targets.length > MAX_TARGETS) {
        inputs.problem('secret-repositories', `makes ${targets.length} secrets, and GitHub takes ${MAX_TARGETS} writes an hour. Use one secret of ` +
            'the organization with `secret-visibility: selected`.');
    }
    return targets;
}
function checkOrganization(inputs, visibility, environments) {
    const named = inputs.isGiven('secret-repositories');
    if (environments.length > 0) {
        inputs.problem('secret-environment', 'does not go with `secret-organization`: an organization has no environments. Remove one of the two.');
    }
    if (visibility === 'selected' && !named) {
        inputs.problem('secret-repositories', 'is required when `secret-visibility` is `selected`: name the repositories that may read the ' +
            'secret. To name this one alone, write `this`.');
    }
    if (visibility !== 'selected' && named) {
        inputs.problem('secret-repositories', 'says who may read a secret of an organization only when `secret-visibility` is `selected`. Set ' +
            'that, or remove it.');
    }
}
function readApps(inputs) {
    const words = inputs.list('secret-app');
    const apps = target/* SECRET_APPS */.Wh.filter((app) => words.includes(app));
    if (apps.length === 0 || apps.length !== words.length) {
        inputs.problem('secret-app', 'must be one or several of `actions`, `dependabot`, `codespaces`.');
    }
    return apps;
}
function readOrganization(inputs) {
    const text = inputs.text('secret-organization');
    if (text === 'none' || text === '')
        return null;
    if (!LOGIN.test(text)) {
        inputs.problem('secret-organization', 'must be the name of one organization, as in its address on GitHub.');
    }
    return text;
}
function readEnvironments(inputs, apps) {
    if (['none', ''].includes(inputs.text('secret-environment')))
        return [];
    const environments = inputs.list('secret-environment');
    // `.` and `..` would change the path of the request; GitHub knows no such environments.
    if (environments.some((name) => /^\.{1,2}$/.test(name) || name.length > 255 || !(0,domain_text/* isOneLine */.Pf)(name))) {
        inputs.problem('secret-environment', 'holds a name that no environment can have.');
    }
    if (apps.some((app) => app !== 'actions')) {
        inputs.problem('secret-environment', 'is for `secret-app: actions` alone: GitHub has no environments for Dependabot and Codespaces.');
    }
    return environments;
}
function readRepositories(inputs) {
    const own = inputs.defaultOf('secret-repositories');
    const names = inputs.list('secret-repositories').map((name) => (name === 'this' ? own : name));
    const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
    const repositories = unique.flatMap((name) => repositoryOf(name) ?? []);
    if (unique.length === 0 || repositories.length < unique.length) {
        const wrong = unique.find((name) => repositoryOf(name) === undefined) ?? '';
        inputs.problem('secret-repositories', `must be one or several of \`owner/repo\`, one a line or comma.${suggestion(wrong, own)}`);
    }
    return repositories;
}
function repositoryOf(name) {
    const [owner = '', repo = '', ...rest] = name.split('/');
    const isName = /^[A-Za-z0-9._-]{1,100}$/.test(repo) && !/^\.{1,2}$/.test(repo);
    return LOGIN.test(owner) && isName && rest.length === 0 ? { owner, repo } : undefined;
}
/** Without an owner, a repository of this one's owner is likely meant. */
function suggestion(name, own) {
    const [owner = ''] = own.split('/');
    const meant = `${owner}/${name}`;
    return name.length <= MAX_QUOTED && repositoryOf(meant) !== undefined
        ? ` ${didYouMean(meant)}`
        : '';
}

;// CONCATENATED MODULE: ./lib/request/new-key.js




const DAY = 86_400;
const MAX_LIFETIME = 365 * DAY;
/** Limits for keys may reach further than the longest lifetime. */
const MAX_LIMIT = 100 * MAX_LIFETIME;
const RESERVED_VARIABLES = /^(PATH|HOME|CI|(NODE|LD|DYLD|GITHUB|RUNNER|ACTIONS|INPUT|STATE)_.*)$/;
function readCreate(settings, inputs, env) {
    const revokeAfterJob = inputs.boolean('revoke-after-job');
    const newKey = readNewKey(settings, inputs, env);
    const request = {
        ...newKey,
        operation: 'create',
        // Post steps do not run on a machine that died, so such a key also ends by itself.
        lifetime: newKey.lifetime ?? (revokeAfterJob ? DAY : null),
        ifExists: inputs.choice('if-exists', ['create', 'reuse', 'fail']) ?? 'create',
        revokeAfterJob,
    };
    if (revokeAfterJob && inputs.isGiven('secret-name')) {
        inputs.problem('revoke-after-job', 'does not go with `secret-name`: the secret would be left with a deleted key. Remove one of the two.');
    }
    if (request.ifExists === 'reuse') {
        for (const name of ['output-value', 'export-env', 'revoke-after-job']) {
            if (!inputs.isGiven(name))
                continue;
            inputs.problem(name, 'does not go with `if-exists: reuse`: a reused key has no value to hand out and is not this ' +
                "job's to delete. Remove one of the two.");
        }
    }
    return request;
}
function readRotate(settings, inputs, env) {
    if (inputs.text('secret-name') === '') {
        inputs.problem('secret-name', 'is required when `operation` is `rotate`: a rotation is about the secrets that hold the key. Add ' +
            '`secret-name: …` to the step.');
    }
    const request = {
        ...readNewKey(settings, inputs, env),
        operation: 'rotate',
        rotateAfter: inputs.duration('rotate-after', 1, MAX_LIMIT, 'none'),
        minRemaining: inputs.duration('min-remaining', 1, MAX_LIMIT, 'none'),
        now: inputs.boolean('now'),
        gracePeriod: inputs.duration('grace-period', 0, MAX_LIMIT) ?? 0,
    };
    checkRules(request, inputs);
    return request;
}
/** Rules that contradict each other, or end an old key's life before its grace period. */
function checkRules(request, inputs) {
    const { lifetime, rotateAfter, minRemaining, gracePeriod } = request;
    if (lifetime !== null && rotateAfter !== null && lifetime <= rotateAfter) {
        inputs.problem('expires-in', 'must be longer than `rotate-after`: the key would expire before it is due. Leave time for a few ' +
            'runs in between.');
    }
    const atLeast = minRemaining === null ? 0 : minRemaining + (0,duration/* toleranceOf */.Lz)(minRemaining);
    if (lifetime !== null && atLeast >= lifetime) {
        inputs.problem('min-remaining', 'must be shorter than `expires-in`, also with its tolerance of 5 % (at most 6 hours, since ' +
            'schedules are not punctual): each new key would be due at once.');
    }
    if (lifetime === null || (rotateAfter === null && minRemaining === null))
        return;
    // What is left of a key when it is replaced: whichever rule finds it due first.
    const byAge = rotateAfter === null ? 0 : lifetime - rotateAfter;
    if (Math.max(byAge, minRemaining ?? 0) >= gracePeriod)
        return;
    inputs.warning('An old key expires before its `grace-period` is over, since ' +
        (rotateAfter === null
            ? '`min-remaining` is shorter than that'
            : '`expires-in` is shorter than `rotate-after` and `grace-period` together') +
        '. Runs that are queued then may hold a dead key. Set a longer `expires-in` or `min-remaining`, or ' +
        'a shorter `grace-period`.');
}
function readNewKey(settings, inputs, env) {
    return {
        ...settings,
        name: readNewName(inputs),
        lifetime: inputs.duration('expires-in', 1, MAX_LIFETIME, 'never'),
        outputValue: inputs.boolean('output-value'),
        exportEnv: readExportEnv(inputs, env),
        ...readDelivery(inputs),
        dryRun: inputs.boolean('dry-run'),
    };
}
function readNewName(inputs) {
    const name = inputs.text('name');
    if (name === '') {
        inputs.problem('name', `is required when \`operation\` is \`${inputs.text('operation')}\`. Add \`name: …\` to the step.`);
    }
    else if (!(0,domain_text/* isOneLine */.Pf)(name)) {
        inputs.problem('name', 'holds a line end or another control character. Give one plain line.');
    }
    else if (name.includes('***')) {
        // Names are compared as they are shown.
        inputs.problem('name', 'holds `***`, which stands for a secret that was taken out of a name, so other keys could pass for ' +
            'this one. Choose another name.');
    }
    return name;
}
function readExportEnv(inputs, env) {
    const name = inputs.text('export-env');
    if (name === '')
        return null;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        inputs.problem('export-env', 'is no variable name. Use letters, digits and `_`.');
    }
    else if (RESERVED_VARIABLES.test(name.toUpperCase())) {
        inputs.problem('export-env', `must not be \`${name}\`, which the runner or the system reads. Choose another name.`);
    }
    else if (isSameVariable(name, 'OPENAI_API_KEY', env)) {
        inputs.problem('export-env', NOT_FOR_MODELS);
    }
    else if (isSameVariable(name, 'OPENAI_ADMIN_KEY', env) && holdsAdminKey(env)) {
        inputs.problem('export-env', 'must not be `OPENAI_ADMIN_KEY`, since that variable holds the admin key of this step: the post ' +
            'step reads it again and would find the new one. Choose another name.');
    }
    return name;
}
/** However the input was given: an expression such as `env.OPENAI_ADMIN_KEY` is evaluated again. */
function holdsAdminKey(env) {
    return (env.OPENAI_ADMIN_KEY ?? '').trim() === readAdminKey(env);
}
/** Windows knows no case in the names of variables. */
function isSameVariable(name, other, env) {
    return name === other || (env.RUNNER_OS === 'Windows' && name.toUpperCase() === other);
}

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __nccwpck_require__(6921);
;// CONCATENATED MODULE: ./lib/domain/credential-shape.js

// How a credential begins, up to the length from which it is one: a pattern that is bounded takes long
// in no text. The letters before `sk-` and `gh` are looked at so that the names
// `task-admin-for-the-nightly-builds` and `laughs_at_everything` are left alone.
const START = /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every key of OpenAI's. */
const MARK = 'T3BlbkFJ';
const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;
/** The credentials in a text, also those with something invisible in them. Linear in its length. */
function credentialsIn(text) {
    const found = plainCredentialsIn(text);
    // Most texts are ASCII, which is found out in a fifth of the time.
    if (!/[^\n\r -~]/.test(text))
        return found;
    const { visible, places } = visiblePart(text);
    if (visible.length === text.length)
        return found;
    const more = plainCredentialsIn(visible);
    const inText = ({ start, end }) => {
        return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
    };
    return {
        shapes: [...found.shapes, ...more.shapes.map(inText)],
        marked: [...found.marked, ...more.marked.map(inText)],
    };
}
/** Whether a text holds something that has the shape of a credential. */
function looksLikeCredential(text) {
    const { shapes, marked } = credentialsIn(text);
    return shapes.length + marked.length > 0;
}
function plainCredentialsIn(text) {
    const shapes = [];
    const pattern = new RegExp(START);
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
        const { index, 0: begin } = found;
        const isBearer = begin === 'Bearer';
        const from = isBearer ? endOfRun(text, pattern.lastIndex, SPACE) : pattern.lastIndex;
        const letter = isBearer ? BEARER_LETTER : begin.startsWith('sk') ? KEY_LETTER : TOKEN_LETTER;
        const end = endOfRun(text, from, letter);
        pattern.lastIndex = end;
        if (!isBearer || end > from)
            shapes.push({ start: index, end });
    }
    const marked = [];
    let done = 0;
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, done)) {
        let start = at;
        while (start > done && KEY_LETTER.test(text.charAt(start - 1)))
            start -= 1;
        done = endOfRun(text, at + MARK.length, KEY_LETTER);
        marked.push({ start, end: done });
    }
    return { shapes, marked };
}
/** Where a run of letters ends. By hand: a pattern runs out of stack after some millions of them. */
function endOfRun(text, start, letter) {
    let end = start;
    while (end < text.length && letter.test(text.charAt(end)))
        end += 1;
    return end;
}
/** A text without what is invisible in it, and where each of its UTF-16 units was. */
function visiblePart(text) {
    const places = new Uint32Array(text.length);
    const pieces = [];
    let length = 0;
    let start = 0;
    for (let at = 0; at < text.length; at++) {
        if ((0,domain_text/* kindOf */.I)(text.charCodeAt(at)) !== domain_text/* UNIT */.p5.invisible) {
            places[length++] = at;
            continue;
        }
        if (at > start)
            pieces.push(text.slice(start, at));
        start = at + 1;
    }
    return { visible: pieces.join('') + text.slice(start), places };
}

;// CONCATENATED MODULE: ./lib/request/addresses.js

/**
 * What is wrong with an address that a credential is to be sent to, as the rest of a sentence: it has
 * to be https, or http on this machine. Its text is not repeated, since it may hold a password.
 *
 * @param url - what the text says; null where it is no URL
 */
function flawOfAddress(text, url) {
    if (url === null)
        return 'must be an absolute URL.';
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (0,domain_url/* isLoopback */.U9)(url.hostname))) {
        return ('must start with `https://` (`http://` is for this machine only), since it receives a ' +
            'credential.');
    }
    if (url.username !== '' || url.password !== '')
        return 'must not hold a user name or password.';
    return /[?#]/.test(text) ? 'must not hold a query or fragment.' : undefined;
}

;// CONCATENATED MODULE: ./lib/request/lists.js
/** Words that stand for a whole list. */
const WHOLE = ['all', 'any', 'none'];
/** The items of a list, one a line or comma, each once. */
function itemsOf(text) {
    const items = text.split(/[\n,]/).map((item) => item.trim());
    return [...new Set(items.filter((item) => item !== ''))];
}
/**
 * What is wrong with a list whose absence would widen an effect, as the rest of a sentence: an
 * expression that found nothing may have left one side of a comma empty.
 *
 * @param text - with at least one item
 */
function flawOfList(text) {
    if (text.split(',').some((side) => side.trim() === '')) {
        return ('has nothing on one side of a comma, perhaps because an expression found nothing. Give an item ' +
            'there, or remove the comma.');
    }
    const items = itemsOf(text);
    const whole = items.find((item) => WHOLE.includes(item));
    if (whole === undefined || items.length === 1)
        return undefined;
    return `names \`${whole}\` beside other items, and that word stands alone. Remove it, or the others.`;
}

;// CONCATENATED MODULE: ./lib/request/reader.js









/**
 * Reads single inputs. What is wrong is added to `problems`, a sentence each, and a harmless
 * stand-in is returned, so that reading goes on and every problem is found.
 */
class Inputs {
    #env;
    #problems;
    #warnings;
    #reported = new Set();
    constructor(env, problems, warnings = []) {
        this.#env = env;
        this.#problems = problems;
        this.#warnings = warnings;
        for (const name of Object.keys(INPUTS))
            this.#checkText(name);
    }
    /** Notes what is wrong with an input; the first finding about each counts. */
    problem(name, what) {
        if (this.#reported.has(name))
            return;
        this.#reported.add(name);
        this.#problems.push(`\`${name}\` ${what}`);
    }
    /** Notes what is likely not meant, and no reason to refuse. */
    warning(message) {
        this.#warnings.push(message);
    }
    /** What an input is when it is left out. */
    defaultOf(name) {
        return defaultOf(this.#env, name);
    }
    /** The input, trimmed; its default where it was left out or is empty. */
    text(name) {
        return readInput(this.#env, name) || defaultOf(this.#env, name);
    }
    /** Whether the input was given and says something else than its default. */
    isGiven(name) {
        const text = this.text(name).replace(/^(true|false)$/i, (word) => word.toLowerCase());
        return text !== '' && text !== defaultOf(this.#env, name);
    }
    /** A credential, or null where it was left out. */
    secret(name, from) {
        const text = this.text(name);
        if (text === '')
            return null;
        const mistake = mistakeIn(text, from);
        if (mistake !== undefined)
            this.problem(name, mistake);
        else if (!/^[\x21-\x7e]+$/.test(text)) {
            this.problem(name, 'holds characters that no credential has (white space, line ends). Save it again.');
        }
        return new secret/* Secret */.z(text);
    }
    refuseUnused(operation) {
        for (const name of Object.keys(INPUTS)) {
            if (INPUT_RULES[name].for.includes(operation) || !this.isGiven(name))
                continue;
            this.problem(name, `is not used when \`operation\` is \`${operation}\`. Remove it from the step.`);
        }
    }
    /** By the rules of `core.getBooleanInput`, which takes no empty text. */
    boolean(name) {
        const text = readInput(this.#env, name) ?? INPUT_RULES[name].default;
        if (/^(true|True|TRUE)$/.test(text))
            return true;
        if (!/^(false|False|FALSE)$/.test(text)) {
            this.problem(name, `must be \`true\` or \`false\`, not ${quote(text)}.`);
        }
        return false;
    }
    choice(name, words) {
        const text = this.text(name);
        const word = words.find((candidate) => candidate === text);
        if (word === undefined) {
            const list = words.map((candidate) => `\`${candidate}\``).join(', ');
            this.problem(name, text === ''
                ? `is required: one of ${list}.`
                : `must be one of ${list}, not ${quote(text)}.${suggest(nearestWord(text, words))}`);
        }
        return word;
    }
    /**
     * @param min - seconds
     * @param max - seconds
     * @param none - the word that stands for no duration at all
     * @returns seconds; null where the input says `none`, or is wrong
     */
    duration(name, min, max, none) {
        const text = this.text(name);
        if (text === none)
            return null;
        const seconds = (0,duration/* parseDuration */.E9)(text);
        if (seconds === undefined) {
            const suggested = (0,duration/* suggestDuration */.vR)(text);
            const length = (0,duration/* parseDuration */.E9)(suggested ?? '') ?? -1;
            const meant = length >= min && length <= max ? suggested : undefined;
            const or = none === undefined ? '' : `, or \`${none}\``;
            this.problem(name, `must be a whole number with a unit such as \`90d\`, \`12h\` or \`30s\`, or ISO 8601 such as ` +
                `\`P90D\` (no months or years)${or}, not ${quote(text)}.${suggest(meant)}`);
            return null;
        }
        if (seconds < min || seconds > max) {
            this.problem(name, `must be from ${shortest(min)} to ${shortest(max)}, not ${quote(text)}.`);
            return null;
        }
        return seconds;
    }
    /** A whole number from 1; null where the input was left out. */
    count(name) {
        const text = this.text(name);
        if (text === '')
            return null;
        if (/^[1-9]\d{0,8}$/.test(text))
            return Number(text);
        this.problem(name, `must be a whole number from 1, not ${quote(text)}.`);
        return null;
    }
    /** Items one a line or comma, each once. */
    list(name) {
        return itemsOf(this.text(name));
    }
    keyIds(name, least, most) {
        const ids = this.list(name);
        const wrong = ids.find((id) => !(0,admin_key/* isKeyId */.rZ)(id));
        if (ids.length < least) {
            this.problem(name, `is required when \`operation\` is \`${this.text('operation')}\`. Add \`${name}: key_…\` to the step.`);
        }
        else if (ids.length === 0 && this.isGiven(name)) {
            this.problem(name, 'holds no id. Give one, or remove the input.');
        }
        else if (ids.length > most) {
            this.problem(name, `takes one id here, not ${ids.length}.`);
        }
        else if (wrong !== undefined) {
            this.problem(name, `must be an id such as \`key_abc\`, not ${quote(wrong)}. \`operation: list\` shows the ids.`);
        }
        return ids;
    }
    /** An address that a credential may be sent to: https, or http on this machine. */
    url(name) {
        const text = this.text(name);
        const url = URL.parse(text);
        const flaw = flawOfAddress(text, url);
        if (flaw !== undefined)
            this.problem(name, flaw);
        return url ?? new URL('https://invalid');
    }
    #checkText(name) {
        const rule = INPUT_RULES[name];
        const text = readInput(this.#env, name);
        const isGuardedList = rule.refusesEmpty && rule.list && text !== undefined;
        const isEmpty = isGuardedList ? itemsOf(text).length === 0 : text === '';
        if (isEmpty && rule.refusesEmpty) {
            this.problem(name, `is empty, perhaps because an expression found nothing; that must not mean \`${rule.default}\`. ` +
                'Give a value or remove the input.');
        }
        else if (text !== undefined && !rule.secret && looksLikeCredential(text)) {
            this.problem(name, 'holds what looks like a credential, and is no place for one. Revoke it if it was printed.');
        }
        else if (isGuardedList) {
            const flaw = flawOfList(text);
            if (flaw !== undefined)
                this.problem(name, flaw);
        }
    }
}
/** No more than 20 characters of it: what is wrong with it may be that it is a secret. */
function quote(text) {
    const shown = text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text;
    return text === '' ? 'empty' : `\`${shown}\``;
}
/** Ends a message with what was meant, where that is known. */
function suggest(word) {
    return word === undefined ? '' : ` ${didYouMean(word)}`;
}
/** A limit of a range in the form that the inputs take. */
function shortest(seconds) {
    if (seconds > 0 && seconds % 86_400 === 0)
        return `${seconds / 86_400}d`;
    return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

;// CONCATENATED MODULE: ./lib/request/parse.js









const parse_DAY = 86_400;
/**
 * Reads and checks every input, whatever is wrong with the others.
 *
 * @param env - where the runner put the inputs, as `INPUT_<NAME>`
 * @param warn - is told what is likely not meant, where nothing is wrong
 * @throws ActionError `input` that names every input with a problem, and what to do about each
 */
function parseRequest(env, warn = () => undefined) {
    const { problems, warnings } = checkNames(env);
    const inputs = new Inputs(env, problems, warnings);
    const operation = inputs.choice('operation', OPERATIONS);
    if (operation !== undefined)
        inputs.refuseUnused(operation);
    const settings = readSettings(env, inputs);
    const request = readOperation(operation, settings, inputs, env);
    if (problems.length === 0 && request !== undefined) {
        for (const warning of warnings)
            warn(warning);
        return request;
    }
    const count = problems.length === 1 ? 'An input is wrong' : `${problems.length} inputs are wrong`;
    throw new domain_error/* ActionError */.lZ('input', `${count}; nothing was sent.\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}
function readSettings(env, inputs) {
    const baseUrl = inputs.url('base-url');
    return {
        adminApiKey: checkAdminKey(env, baseUrl, inputs),
        baseUrl,
        retryForMs: (inputs.duration('retry-for', 0, parse_DAY) ?? 0) * 1000,
        timeoutMs: (inputs.duration('timeout', 1, 300) ?? 1) * 1000,
        summary: inputs.boolean('summary'),
    };
}
function checkAdminKey(env, baseUrl, inputs) {
    const text = readAdminKey(env);
    const mistake = mistakeIn(text, 'OpenAI');
    if (text === '') {
        inputs.problem('admin-api-key', 'is empty, and so is the environment variable `OPENAI_ADMIN_KEY`. Runs from forks and from ' +
            'Dependabot get no Actions secrets, and a secret of an environment reaches a job only with ' +
            '`environment:` on that job. Otherwise the secret of that name does not exist.');
    }
    else if (mistake !== undefined) {
        inputs.problem('admin-api-key', mistake);
    }
    else if (!/^[\x21-\x7e]+$/.test(text)) {
        inputs.problem('admin-api-key', 'holds characters that no key has (white space, line ends or letters beyond ASCII). Save the ' +
            'secret again, with the key alone.');
    }
    else if ((0,domain_url/* isOpenAi */.Dk)(baseUrl.hostname) && !text.startsWith('sk-')) {
        inputs.problem('admin-api-key', 'does not begin with `sk-`, as every key of OpenAI does. Check which secret is read here, and save ' +
            'it again with the key alone.');
    }
    return new secret/* Secret */.z(text);
}
function readOperation(operation, settings, inputs, env) {
    switch (operation) {
        case 'create':
            return readCreate(settings, inputs, env);
        case 'list':
            return {
                ...settings,
                operation,
                name: inputs.text('name') || null,
                order: inputs.choice('order', ['asc', 'desc']) ?? 'asc',
                after: inputs.keyIds('after', 0, 1)[0] ?? null,
                limit: inputs.count('limit'),
                keysFile: readKeysFile(inputs),
            };
        case 'retrieve':
            return { ...settings, operation, keyId: inputs.keyIds('key-id', 1, 1)[0] ?? '' };
        case 'verify':
            return readVerify(settings, inputs);
        case 'rotate':
            return readRotate(settings, inputs, env);
        case 'delete':
            return {
                ...settings,
                operation,
                keyIds: inputs.keyIds('key-id', 1, Number.POSITIVE_INFINITY),
                dryRun: inputs.boolean('dry-run'),
            };
        case undefined:
            return undefined;
    }
}
function readVerify(settings, inputs) {
    const name = inputs.text('name') || null;
    const keyIds = inputs.keyIds('key-id', 0, Number.POSITIVE_INFINITY);
    if (name !== null && keyIds.length > 0) {
        inputs.problem('key-id', 'does not go with `name`: say which keys by one of the two.');
    }
    const limit = (input) => inputs.duration(input, 1, MAX_LIMIT, 'none');
    return {
        ...settings,
        operation: 'verify',
        name,
        keyIds,
        rules: {
            'max-age': limit('max-age'),
            'max-idle': limit('max-idle'),
            'min-remaining': limit('min-remaining'),
            'require-expiry': inputs.boolean('require-expiry') || null,
            'allowed-owners': readOwners(inputs),
        },
        keyValue: inputs.isGiven('key-value') ? inputs.secret('key-value', 'OpenAI') : null,
        onViolation: inputs.choice('on-violation', ['fail', 'warn']) ?? 'fail',
        keysFile: readKeysFile(inputs),
    };
}
function readOwners(inputs) {
    if (!inputs.isGiven('allowed-owners'))
        return null;
    const owners = inputs.list('allowed-owners');
    // Every key would fall short of an owner by such a name.
    if (owners.some((owner) => owner === 'all' || owner === 'none')) {
        inputs.problem('allowed-owners', 'must be ids of owners, or `any`.');
    }
    return owners;
}
function readKeysFile(inputs) {
    const path = inputs.text('keys-file');
    if (path === '')
        return null;
    if (/^~[^/\\]*[/\\]/.test(path)) {
        inputs.problem('keys-file', 'begins with `~`, which only a shell replaces by a folder. Give a path in the workspace, or in ' +
            '`${{ runner.temp }}`.');
    }
    else if (!/[^/\\]\.(json|ndjson|csv)$/i.test(path)) {
        inputs.problem('keys-file', 'must be a path that ends in `.json`, `.ndjson` or `.csv`.');
    }
    return path;
}

;// CONCATENATED MODULE: ./lib/domain/short-secret.js

/**
 * A shorter secret is hidden only where it stands as a word. A password `key` is in every id that a
 * server sends, and where each of them became `***`, no key could be told from another.
 */
const WORD = 8;
/**
 * Where a short secret stands in a text, whatever is unseen between its characters.
 *
 * @param secret - without white space and invisible characters
 */
function wordsIn(text, secret) {
    const spans = [];
    const isWord = secret.length < WORD;
    const first = secret.charAt(0);
    let start = text.indexOf(first);
    while (start >= 0) {
        const end = endOfMatch(text, start, secret);
        const isFound = end >= 0 && !(isWord && (goesOn(text, start, -1) || goesOn(text, end - 1, 1)));
        if (isFound)
            spans.push({ start, end });
        start = text.indexOf(first, isFound ? end : start + 1);
    }
    return spans;
}
/** Where a text ends that starts at a place; below 0 where another one is there. */
function endOfMatch(text, start, secret) {
    let at = start;
    for (let index = 0; index < secret.length; index++) {
        if (index > 0)
            at += 1;
        while (at < text.length && (0,domain_text/* kindOf */.I)(text.charCodeAt(at)) !== domain_text/* UNIT */.p5.seen)
            at += 1;
        if (text.charCodeAt(at) !== secret.charCodeAt(index))
            return -1;
    }
    return at + 1;
}
/** Whether a word goes on beyond its letter at a place. Dots and stars join: `sk-admin...xyz` is one. */
function goesOn(text, edge, step) {
    if (!isLetter(text.charAt(edge)))
        return false;
    let at = edge + step;
    while ('.*…'.includes(text[at] ?? ' '))
        at += step;
    return isLetter(text.charAt(at));
}
function isLetter(character) {
    if (character === ' ' || character === '"')
        return false;
    return /[\p{L}\p{N}_-]/u.test(character);
}

;// CONCATENATED MODULE: ./lib/domain/known-secrets.js


/** A run of so many characters of a secret is hidden; of a shorter secret, the whole of it. */
const RUN = 12;
/** A form of a secret in another writing is looked for from this length on. */
const MIN_FORM = 8;
/** The search reads so many characters at a time. */
const BLOCK = 3;
const PLACEHOLDER = /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;
/** Stands for a UTF-16 unit that does not count; the real U+0001 does not either. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);
/** A UTF-16 unit, with ASCII in lower case; `SKIPPED` where it does not count. */
function fold(unit) {
    return folded[unit] || foldFirst(unit);
}
function foldFirst(unit) {
    const isUpper = unit >= 0x41 && unit <= 0x5a;
    const result = (0,domain_text/* kindOf */.I)(unit) === domain_text/* UNIT */.p5.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
    folded[unit] = result;
    return result;
}
/** Three letters, mixed to 16 bits. */
function hashOf(first, second, third) {
    return (first * 7_919 + second * 101 + third) & 0xffff;
}
/**
 * The secrets of one step, to be found in any text: runs of 12 characters of them in upper or lower
 * case, and shorter ones as a whole. White space and invisible characters in between do not count.
 */
class KnownSecrets {
    #texts = new Set();
    #short = new Set();
    #index = new RunIndex();
    /** The plaintexts. */
    get texts() {
        return this.#texts;
    }
    /**
     * A single character is left out, which is in every text, so that `***` would tell where; and so is
     * a placeholder such as `sk-admin...xyz`, or the beginning of one, which the API shows of every key.
     */
    add(text) {
        if (this.#texts.has(text) || (0,domain_text/* compact */.oE)(text).length < 2 || PLACEHOLDER.test(text))
            return;
        this.#texts.add(text);
        for (const form of formsOf(text)) {
            const letters = (0,domain_text/* compact */.oE)(form);
            if (letters.length < RUN)
                this.#short.add(letters);
            else
                this.#index.add(letters.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()));
        }
    }
    /** Where secrets, or runs of them, stand in a text. Takes a time that is linear in its length. */
    find(text) {
        return {
            runs: this.#index.find(text),
            short: [...this.#short].flatMap((secret) => wordsIn(text, secret)),
        };
    }
}
/**
 * Finds runs by the search of Wu and Manber: the block that was read tells how many of the next
 * characters cannot end a run, so most of a text is never looked at. Unseen characters only make a
 * run longer, so what may be skipped without them may be skipped with them too.
 */
class RunIndex {
    /** All that was added, a NUL after each. */
    #letters = '';
    #size = 0;
    /** By the hash of its last block: where each run ends in `#letters`. */
    #ends = new Map();
    /** By the hash of a block: how many characters after it cannot be the last of a run. */
    #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);
    add(letters) {
        const offset = this.#letters.length;
        this.#letters += `${letters}\0`;
        this.#size += 1;
        const skips = this.#skips;
        for (let at = BLOCK - 1; at < letters.length; at++) {
            const [first, second] = [letters.charCodeAt(at - 2), letters.charCodeAt(at - 1)];
            const hash = hashOf(first, second, letters.charCodeAt(at));
            skips[hash] = Math.min(skips[hash] ?? 0, Math.max(0, RUN - 1 - at));
            if (at < RUN - 1)
                continue;
            const ends = this.#ends.get(hash);
            if (ends === undefined)
                this.#ends.set(hash, [offset + at]);
            else if (!ends.some((end) => this.#isSameRun(end, offset + at)))
                ends.push(offset + at);
        }
    }
    #isSameRun(one, other) {
        for (let left = 0; left < RUN; left++) {
            if (this.#letters.charCodeAt(one - left) !== this.#letters.charCodeAt(other - left))
                return false;
        }
        return true;
    }
    find(text) {
        const spans = [];
        let at = this.#size === 0 ? text.length : RUN - 1;
        while (at < text.length) {
            at = nextPlace(text, at, this.#skips);
            if (at < text.length)
                at = this.#lookAt(text, at, spans);
        }
        return spans;
    }
    /** Adds the run that ends at a place, if one does, and tells where to go on. */
    #lookAt(text, at, spans) {
        const middle = before(text, at);
        const [first, second] = [letterAt(text, before(text, middle)), letterAt(text, middle)];
        const hash = hashOf(first, second, letterAt(text, at));
        const span = this.#runAt(text, at, this.#ends.get(hash) ?? []);
        if (span === undefined)
            return at + 1;
        const last = spans.at(-1);
        if (last !== undefined && span.start < last.end)
            last.end = span.end;
        else
            spans.push(span);
        return span.end;
    }
    /** The run, as long as it goes on, whose first characters end at a place. */
    #runAt(text, place, ends) {
        for (const end of ends) {
            const start = this.#startOf(text, place, end);
            if (start < 0)
                continue;
            let last = place;
            for (let at = place + 1, next = end + 1; at < text.length; at++) {
                const letter = fold(text.charCodeAt(at));
                if (letter === SKIPPED)
                    continue;
                if (letter !== this.#letters.charCodeAt(next))
                    break;
                last = at;
                next += 1;
            }
            return { start, end: last + 1 };
        }
        return undefined;
    }
    /** Where a run starts if it ends at a place of a text; below 0 where it does not. */
    #startOf(text, place, end) {
        let at = place;
        for (let left = 0; left < RUN; left++) {
            if (letterAt(text, at) !== this.#letters.charCodeAt(end - left))
                return -1;
            if (left < RUN - 1)
                at = before(text, at);
        }
        return at;
    }
}
/** The forms in which the action, or Node for it, writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text) {
    const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
    // In Base64 a text looks different at each of three offsets; what its neighbours change goes.
    for (const offset of [0, 1, 2]) {
        const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
        const base64 = bytes.toString('base64');
        const end = base64.endsWith('=') ? base64.indexOf('=') - 1 : base64.length;
        const form = base64.slice(offset === 0 ? 0 : offset + 1, end);
        forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
    }
    return new Set([text, ...forms.filter((form) => form.length >= MIN_FORM)]);
}
/**
 * The first place from one on where a run may end; the length of the text where there is none. A
 * listing of 10,000 keys is read here and nowhere else, so this is one loop that calls nothing.
 */
function nextPlace(text, from, skips) {
    let at = from;
    while (at < text.length) {
        const third = folded[text.charCodeAt(at)];
        if (third === SKIPPED) {
            at += 1;
            continue;
        }
        let middle = at - 1;
        let second = folded[text.charCodeAt(middle)];
        while (second === SKIPPED)
            second = folded[text.charCodeAt(--middle)];
        let outer = middle - 1;
        let first = folded[text.charCodeAt(outer)];
        while (first === SKIPPED)
            first = folded[text.charCodeAt(--outer)];
        if (third === 0 || second === 0 || first === 0)
            foldAll(text, outer, at);
        else {
            const skip = skips[(first * 7_919 + second * 101 + third) & 0xffff];
            if (skip === 0)
                return at;
            at += skip;
        }
    }
    return text.length;
}
/** Folds the characters of a text from one place to another, for those who look at `folded`. */
function foldAll(text, from, to) {
    for (let at = Math.max(0, from); at <= to; at++)
        fold(text.charCodeAt(at));
}
/** Where the last character before a place is that counts; below 0 where there is none. */
function before(text, place) {
    let at = place - 1;
    while (at >= 0 && fold(text.charCodeAt(at)) === SKIPPED)
        at -= 1;
    return at;
}
function letterAt(text, place) {
    return place < 0 ? SKIPPED : fold(text.charCodeAt(place));
}

;// CONCATENATED MODULE: ./lib/domain/redact.js



const NOTHING_KNOWN = new KnownSecrets();
/**
 * A key as the API shows it, dots or stars in place of what it leaves out: `sk-admin...xyz`. Up to 20
 * characters stay on each side. Bounded, so that no text takes long or much of the stack.
 */
const REDACTED_VALUE = /(?<![A-Za-z0-9_.*…-])([A-Za-z0-9_-]{0,20})(?:[.*…]{2,1024}|…)(?![.*…])([A-Za-z0-9_-]{0,20})(?![A-Za-z0-9_*…-]|\.\.)/g;
/**
 * The one function through which every text from outside passes before it is shown, kept or cut:
 * known secrets, and everything that has the shape of a credential, become `***`. Redacted values
 * stay as they are.
 *
 * @returns the same text where nothing is hidden; that is found out without a look at most of it
 */
function redact(text, known = NOTHING_KNOWN) {
    const { runs, short } = known.find(text);
    const { shapes, marked } = credentialsIn(text);
    if (runs.length + short.length + shapes.length + marked.length === 0)
        return text;
    const values = redactedValuesIn(text, runs, known.texts);
    const hidden = outside([...runs, ...marked], values);
    return (0,domain_text/* replaceSpans */.Gg)(text, [...hidden, ...short, ...shapes], '***');
}
/** The redacted values in a text that show no more of a known secret than its two ends. */
function redactedValuesIn(text, runs, secrets) {
    const values = [];
    let at = 0;
    for (const { index: start, 0: whole, 1: head = '', 2: tail = '' } of text.matchAll(REDACTED_VALUE)) {
        const end = start + whole.length;
        while ((runs[at]?.end ?? text.length) < start)
            at += 1;
        const showsRun = (runs[at]?.start ?? text.length) < end;
        if (!showsRun || areEndsOfOne(head, tail, secrets))
            values.push({ start, end });
    }
    return values;
}
/** Whether two texts are the beginning and the end of one secret, and no more than half of it. */
function areEndsOfOne(head, tail, secrets) {
    for (const secret of secrets) {
        const isHalf = 2 * (head.length + tail.length) <= secret.length;
        if (isHalf && secret.startsWith(head) && secret.endsWith(tail))
            return true;
    }
    return false;
}
/** Those spans that lie in none of others, which are in order and apart from each other. */
function outside(spans, others) {
    let at = 0;
    return (0,domain_text/* inOrder */.al)(spans).filter(({ start, end }) => {
        while ((others[at]?.end ?? Number.POSITIVE_INFINITY) <= start)
            at += 1;
        const other = others[at];
        return other === undefined || start < other.start || end > other.end;
    });
}

;// CONCATENATED MODULE: ./lib/runner/masks.js


/** @param addMask - tells the runner one text to hide, as `setSecret` does */
function createMasks(addMask) {
    const hidden = new Set();
    const known = new KnownSecrets();
    return {
        hide(secret) {
            const text = secret.reveal().trim();
            // The runner masks each line of a longer text by itself.
            for (const form of new Set([text, ...text.split(/\r?\n/)])) {
                if (form.trim() === '' || hidden.has(form))
                    continue;
                addMask(form);
                hidden.add(form);
                known.add(form);
            }
        },
        redact: (text) => redact(text, known),
    };
}

;// CONCATENATED MODULE: ./lib/action.js







/** Enough for every frame; errors of libraries may hold whole answers. */
const MAX_TRACE = 5_000;
/**
 * The main step: request, operation, report. Never throws; a failure is one error annotation.
 *
 * @returns the exit code of the step
 */
async function runAction(world) {
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
        const { perform } = await __nccwpck_require__.e(/* import() */ 40).then(__nccwpck_require__.bind(__nccwpck_require__, 3040));
        await perform(request, world, masks, reporter);
        return 0;
    }
    catch (error) {
        reportFailure(error, reporter, masks);
        return 1;
    }
}
/** What a server says is redacted, so such a key would be known by its name to nobody. */
function refuseMaskedName(request, masks) {
    const name = ('name' in request && request.name) || '';
    if (masks.redact(name) === name)
        return;
    throw new domain_error/* ActionError */.lZ('input', '`name` holds a text that this step keeps secret (a credential, or the user or password of the ' +
        'proxy), so its keys could not be told from others. Nothing was sent. Choose another name.');
}
/** Says where credentials go, wherever that may surprise. */
function announceRoute(request, env, reporter) {
    const { hostname, host } = request.baseUrl;
    if (!(0,domain_url/* isExpectedHost */.R9)(hostname)) {
        reporter.warning(`\`base-url\` points to ${host}, which is not OpenAI: it receives the admin key.`);
    }
    const github = 'github' in request ? request.github : null;
    if (github !== null && !isGitHub(github.apiUrl, env)) {
        reporter.warning(`\`github-api-url\` points to ${github.apiUrl.host}, which is not this workflow's GitHub: it ` +
            'receives the GitHub token.');
    }
    const proxy = (0,domain_proxy/* proxyHost */.x0)(env);
    const leaves = [request.baseUrl, github?.apiUrl].some((url) => url && !(0,domain_url/* isLoopback */.U9)(url.hostname));
    if (proxy !== undefined && leaves) {
        reporter.info(`Requests go through the proxy ${proxy}, unless \`NO_PROXY\` names their host.`);
    }
    const ignored = (0,domain_proxy/* ignoredProxies */.jS)(env).map((name) => `\`${name}\``);
    if (ignored.length > 0 && leaves) {
        reporter.info(`Requests go through no proxy: ${ignored.join(' and ')} is not read, since both APIs are reached ` +
            'by https. To use a proxy, set `HTTPS_PROXY`.');
    }
}
function isGitHub(url, env) {
    if ((0,domain_url/* isLoopback */.U9)(url.hostname) || url.hostname === 'api.github.com')
        return true;
    return url.href === URL.parse(env.GITHUB_API_URL ?? '')?.href;
}
function reportFailure(error, reporter, masks) {
    if (error instanceof domain_error/* ActionError */.lZ)
        reporter.fail(error.message);
    else
        reporter.fail(`This is a bug in the action: ${(0,domain_error/* messageOf */.bD)(error)}. Report it with the debug log.`);
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
        // Redacted before it is cut: half a secret would be recognised by nobody.
        reporter.debug(masks.redact(cause.stack ?? cause.message).slice(0, MAX_TRACE));
    }
}


/***/ }),

/***/ 6921:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DG: () => (/* binding */ isLive),
/* harmony export */   Ly: () => (/* binding */ isoTime),
/* harmony export */   Qm: () => (/* binding */ isAdminKind),
/* harmony export */   rZ: () => (/* binding */ isKeyId),
/* harmony export */   su: () => (/* binding */ newestOf)
/* harmony export */ });
/**
 * Whether a text can be a key's id. It becomes a segment of a request's path and a line of an
 * output, so nothing that could leave either is let through.
 */
function isKeyId(text) {
    return (typeof text === 'string' &&
        /^[A-Za-z0-9_.~:-]{1,256}$/.test(text) &&
        !text.includes('..') &&
        text !== '.');
}
/**
 * Whether a listed key is an admin key. OpenAI's page calls the listing one of “all organization and
 * project API keys”; a project's key is no part of a name and never deleted.
 */
function isAdminKind({ redactedValue }) {
    return redactedValue.startsWith('sk-admin');
}
/**
 * Whether a key still authenticates at a moment.
 *
 * @param now - Unix seconds
 */
function isLive(key, now) {
    return key.expiresAt === null || key.expiresAt > now;
}
/** The last made of some keys; of several made in one second, the last in the list. */
function newestOf(keys) {
    return keys.reduce((newest, key) => (newest === undefined || key.createdAt >= newest.createdAt ? key : newest), undefined);
}
/** A moment in Unix seconds as ISO 8601 in UTC; absent becomes the empty string. */
function isoTime(seconds) {
    return seconds === null ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Lz: () => (/* binding */ toleranceOf),
/* harmony export */   XH: () => (/* binding */ spellApart),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   vR: () => (/* binding */ suggestDuration)
/* harmony export */ });
const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIMPLE = /^(\d{1,12})([smhdw])$/;
const ISO_8601 = /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?$/;
/**
 * Reads a duration as the inputs write it: a whole number and one of `s m h d w` (`90d`), or
 * ISO 8601 with weeks, days and times (`P90D`, `PT12H`). A bare number has no unit, months and
 * years have no length, so they are not durations here.
 *
 * @param text - the input, trimmed
 * @returns whole seconds, or undefined where the text is no duration
 */
function parseDuration(text) {
    const simple = SIMPLE.exec(text);
    if (simple !== null) {
        return Number(simple[1]) * UNIT_SECONDS[simple[2]];
    }
    const iso = ISO_8601.exec(text);
    if (iso === null)
        return undefined;
    const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
    return ((weeks ?? 0) * UNIT_SECONDS.w +
        (days ?? 0) * UNIT_SECONDS.d +
        (hours ?? 0) * UNIT_SECONDS.h +
        (minutes ?? 0) * UNIT_SECONDS.m +
        (seconds ?? 0));
}
/** How people write a unit, and the unit that it stands for; years and months count in days. */
const SPELLINGS = [
    [/^(?:y|yrs?|years?)$/i, 'd', 365],
    [/^(?:mo|mos|months?)$/i, 'd', 30],
    [/^(?:s|secs?|seconds?)$/i, 's', 1],
    [/^(?:m|[Mm]ins?|[Mm]inutes?)$/, 'm', 1],
    [/^(?:h|hrs?|hours?)$/i, 'h', 1],
    [/^(?:d|days?)$/i, 'd', 1],
    [/^(?:w|weeks?)$/i, 'w', 1],
];
/**
 * What somebody may have meant by a text that is no duration here: `365d` for `1y` or `P1Y`, `90d`
 * for `3 months` or `90 days`; undefined where that is not plain.
 */
function suggestDuration(text) {
    const months = /^P(\d{1,4})M$/.exec(text);
    if (months !== null)
        return `${30 * Number(months[1])}d`;
    const [, count, word = ''] = /^P?(\d{1,6}) ?([A-Za-z]+)$/.exec(text) ?? [];
    if (count === undefined)
        return undefined;
    const spelling = SPELLINGS.find(([pattern]) => pattern.test(word));
    return spelling && `${Number(count) * spelling[2]}${spelling[1]}`;
}
/**
 * How much a limit may be missed by: GitHub starts schedules hours late or early, and a weekly run
 * that comes early must not skip a week.
 *
 * @param limit - seconds
 * @returns seconds: 5 %, at most 6 hours
 */
function toleranceOf(limit) {
    return Math.min(limit * 0.05, 6 * UNIT_SECONDS.h);
}
/**
 * Writes a duration for people, in its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param seconds - the length; fractions are cut, negative counts as 0
 */
function formatDuration(seconds) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [unit, length] of [
        ['d', UNIT_SECONDS.d],
        ['h', UNIT_SECONDS.h],
        ['min', UNIT_SECONDS.m],
        ['s', 1],
    ]) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0)
            parts.push(`${count} ${unit}`);
        if (parts.length > 0 && (count === 0 || parts.length === 2))
            break;
    }
    return parts.join(' ') || '0 s';
}
const WORDS = [
    ['day', UNIT_SECONDS.d],
    ['hour', UNIT_SECONDS.h],
    ['minute', UNIT_SECONDS.m],
    ['second', 1],
];
/**
 * Spells a measured duration and the limit that it is held against, each as short as tells them
 * apart: `127 days` and `90 days`, but `90 days 1 second` and `90 days`.
 *
 * @param measured - seconds
 * @param limit - seconds
 */
function spellApart(measured, limit) {
    const full = spell(limit, WORDS.length);
    for (let units = 1; units < WORDS.length; units++) {
        const shown = spell(measured, units);
        if (shown !== spell(limit, units))
            return [shown, full];
    }
    return [spell(measured, WORDS.length), full];
}
function spell(seconds, units) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [word, length] of WORDS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0 && parts.length < units)
            parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
    }
    return parts.join(' ') || '0 seconds';
}


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $o: () => (/* binding */ alsoFailed),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/**
 * A failure that a person can act on. The message says what happened, to which input, key or
 * target, and what to do. Whatever is thrown and is not an `ActionError` is a bug of this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/**
 * What to throw where telling of a failure failed too: the second must not hide the first.
 *
 * @param failure - undefined where there was none
 * @param error - whatever was thrown then; a bug stays a bug
 */
function alsoFailed(failure, error) {
    if (failure === undefined || !(error instanceof ActionError))
        return error;
    const message = `${failure.message}\n${error.message}`;
    return new ActionError(failure.code, message, { cause: error });
}


/***/ }),

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   jS: () => (/* binding */ ignoredProxies),
/* harmony export */   k8: () => (/* binding */ readNoProxy),
/* harmony export */   nM: () => (/* binding */ readProxy),
/* harmony export */   x0: () => (/* binding */ proxyHost)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9342);

/** The variables that people set for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
// Strict, because of what an address hides: in `http://user:1#secret@host` the host is `user`, and
// the rest of the password is a fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;
/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
function read(env, name) {
    return env[name.toLowerCase()] || env[name] || '';
}
/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined where there is none
 * @throws ActionError `environment` where it is not an address that Node's agent can use; nothing of it is quoted
 */
function readProxy(env) {
    const text = read(env, 'HTTPS_PROXY');
    if (text === '')
        return undefined;
    const url = ADDRESS.test(text) ? URL.parse(text) : null;
    if (url !== null && [url.username, url.password].every(isDecodable))
        return url;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`HTTPS_PROXY` cannot be used, so nothing was sent. Give the proxy as `http://host:port`, and ' +
        'write what an address cannot hold in a password (such as `#`, `/`, `?`, `@`) percent-encoded.');
}
/** The hosts that requests reach without the proxy, as `NO_PROXY` has them. */
function readNoProxy(env) {
    return read(env, 'NO_PROXY');
}
/** The host of the proxy that https requests go through, without its credentials. */
function proxyHost(env) {
    try {
        return readProxy(env)?.host;
    }
    catch {
        return undefined;
    }
}
/** Which variables name a proxy that is not used, where https requests go through none. */
function ignoredProxies(env) {
    if (read(env, 'HTTPS_PROXY') !== '')
        return [];
    return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => read(env, name) !== '');
}
/**
 * Refuses a proxy that requests would go past, or whose certificate nobody would verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents know `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
function refuseUnusableProxy(env, nodeVersion) {
    const proxy = readProxy(env);
    if (proxy === undefined)
        return;
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 5)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`HTTPS_PROXY\` is set, and Node ${nodeVersion} of this runner would go past the proxy. Nothing was ` +
            'sent. Use runner 2.328.0 or later, which has a Node that can use one.');
    }
    // The certificate of a proxy is verified by Node's default, which this variable switches off.
    if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
            'Nothing was sent. Remove the variable, and name the certificate in `NODE_EXTRA_CA_CERTS`.');
    }
}
/**
 * The forms in which the credentials of all proxies can show up: as written, decoded, and joined as
 * Node sends them in Base64, which the runner derives from the joined form by itself.
 */
function proxyCredentials(env) {
    const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
    return texts.flatMap((text) => credentialsIn(text ?? ''));
}
/** Whatever stands before the last `@` may be a password, also in what is no address. */
function credentialsIn(proxy) {
    const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
    const colon = userinfo.indexOf(':');
    // A token often stands in the place of the user name, alone.
    const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
    const password = colon < 0 ? '' : userinfo.slice(colon + 1);
    const lone = password === '' ? user : password;
    return [`${user}:${password}`, password, lone]
        .filter((form) => form !== '' && form !== ':')
        .flatMap((form) => [form, decoded(form)]);
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function isDecodable(text) {
    try {
        decodeURIComponent(text);
        return true;
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 3998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ isKeyValue),
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
const HIDDEN = '***';
/**
 * A plaintext credential. However it is printed, joined, serialised or inspected, it shows as
 * `***`; `reveal` is the only way to the text, and is called where a value is masked and where it
 * is delivered, nowhere else.
 */
class Secret {
    #text;
    constructor(text) {
        this.#text = text;
    }
    /** The plaintext. */
    reveal() {
        return this.#text;
    }
    /** Whether both are the same text. */
    equals(other) {
        return this.#text === other.#text;
    }
    /**
     * Whether a redacted value can be this one's: `sk-admin...xyz` keeps beginning and end. It rules
     * other keys out and cannot prove the same one, since several may share their last letters.
     */
    matchesRedacted(redacted) {
        const gap = redacted.search(/\.\.|\*\*|…/);
        if (gap < 0)
            return false;
        const end = redacted.slice(gap).replace(/^[.*…]+/, '');
        return (gap + end.length > 0 &&
            this.#text.startsWith(redacted.slice(0, gap)) &&
            this.#text.endsWith(end));
    }
    toString() {
        return HIDDEN;
    }
    toJSON() {
        return HIDDEN;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return HIDDEN;
    }
}
/**
 * Whether a text can be a key's value: 8 to 1024 printable ASCII characters without space. Anything
 * else could break out of a mask, a header or a file command. Nor one with dots or stars in a row:
 * gateways that keep keys out of their logs put them in the place of a new one too, and what is left
 * would be delivered as if it were a key.
 */
function isKeyValue(text) {
    return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}


/***/ }),

/***/ 8955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Tj: () => (/* binding */ permissionFor),
/* harmony export */   Wh: () => (/* binding */ SECRET_APPS),
/* harmony export */   ff: () => (/* binding */ describeTarget)
/* harmony export */ });
const SECRET_APPS = ['actions', 'dependabot', 'codespaces'];
const APP_WORDS = {
    actions: 'Actions',
    dependabot: 'Dependabot',
    codespaces: 'Codespaces',
};
/** What a target is called in messages: ``Actions secret `KEY` of octo/repo``. */
function describeTarget(target) {
    const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
    switch (target.place) {
        case 'repository':
            return `${secret} ${target.owner}/${target.repo}`;
        case 'environment':
            return `${secret} environment \`${target.environment}\` of ${target.owner}/${target.repo}`;
        case 'organization':
            return `${secret} organization ${target.organization}`;
    }
}
/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
function permissionFor(target) {
    if (target.place === 'environment')
        return { name: 'environments', label: 'Environments' };
    const prefix = target.app === 'actions' ? '' : `${target.app}_`;
    const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
    return target.place === 'organization'
        ? { name: `organization_${prefix}secrets`, label: `Organization ${word}` }
        : { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
}


/***/ }),

/***/ 4621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ replaceSpans),
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   Pf: () => (/* binding */ isOneLine),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   al: () => (/* binding */ inOrder),
/* harmony export */   oE: () => (/* binding */ compact),
/* harmony export */   p5: () => (/* binding */ UNIT)
/* harmony export */ });
// Control characters (line ends and escape sequences with them), line separators, characters that
// turn the direction of the text around, and half characters.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What a UTF-16 unit is to the eye. Half characters are told apart since two of them can be seen. */
const UNIT = { seen: 1, space: 2, invisible: 3, half: 4 };
const kinds = new Uint8Array(65_536);
/** One of `UNIT`, found out once for each unit. */
function kindOf(unit) {
    return kinds[unit] || classify(unit);
}
function classify(unit) {
    const letter = String.fromCharCode(unit);
    let kind = UNIT.seen;
    // Most texts are ASCII.
    if (unit > 0x20 && unit < 0x7f)
        kind = UNIT.seen;
    else if (/\s/.test(letter))
        kind = UNIT.space;
    else if (unit >= 0xd800 && unit <= 0xdfff)
        kind = UNIT.half;
    else if (isInvisible(letter))
        kind = UNIT.invisible;
    kinds[unit] = kind;
    return kind;
}
/** What nobody sees between two characters, or what stands on top of the one before it. */
function isInvisible(letter) {
    // In here, so that who meets ASCII alone does not pay for the making of the pattern.
    return /[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u.test(letter);
}
/** The characters of a text that can be seen. */
function compact(text) {
    // Secrets are ASCII without white space, as a rule.
    if (/^[!-~]*$/.test(text))
        return text;
    let seen = '';
    for (let at = 0; at < text.length; at++) {
        if (kindOf(text.charCodeAt(at)) === UNIT.seen)
            seen += text.charAt(at);
    }
    return seen;
}
/** A text on one line, of visible characters alone; the others show as a replacement character. */
function oneLine(text) {
    return text.replace(UNSAFE, '\u{fffd}');
}
/** Whether a text is one line of visible characters. */
function isOneLine(text) {
    return text.search(UNSAFE) < 0;
}
/** Parts of a text by where they start; sorted only where they are not in order yet. */
function inOrder(spans) {
    const isSorted = spans.every(({ start }, index) => start >= (spans[index - 1]?.start ?? 0));
    return isSorted ? spans : spans.toSorted((a, b) => a.start - b.start);
}
/** A text with parts of it replaced; parts that overlap or touch are replaced as one. */
function replaceSpans(text, spans, by) {
    const pieces = [];
    let done = -1;
    for (const { start, end } of inOrder(spans)) {
        if (start > done)
            pieces.push(text.slice(Math.max(0, done), start), by);
        done = Math.max(done, end);
    }
    return pieces.join('') + text.slice(Math.max(0, done));
}


/***/ }),

/***/ 5917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dk: () => (/* binding */ isOpenAi),
/* harmony export */   R9: () => (/* binding */ isExpectedHost),
/* harmony export */   U9: () => (/* binding */ isLoopback)
/* harmony export */ });
/** Whether a host name means this machine. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
/** Whether a host name is OpenAI's own. */
function isOpenAi(hostname) {
    return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}
/** Whether an address belongs to OpenAI, or to this machine. Any other receives the key at a warning. */
function isExpectedHost(hostname) {
    return isLoopback(hostname) || isOpenAi(hostname);
}


/***/ }),

/***/ 342:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7158);
/* harmony import */ var _runner_output_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4709);
/* harmony import */ var _world_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6636);



const write = (0,_runner_output_js__WEBPACK_IMPORTED_MODULE_2__/* .takeOutput */ .l)();
// A cancelled job sends SIGINT, then SIGTERM 7.5 s later, and kills 2.5 s after that; on Windows
// Ctrl+C, then Ctrl+Break.
const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
    process.on(signal, () => cancellation.abort());
process.exitCode = await (0,_action_js__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)((0,_world_js__WEBPACK_IMPORTED_MODULE_1__/* .realWorld */ .b)(cancellation.signal, write, 1));
// A proxy that never answers holds its connection, and with it the process, open for good.
write('', () => process.exit());

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h$: () => (/* binding */ markdownProse),
/* harmony export */   h0: () => (/* binding */ plainLine),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   y1: () => (/* binding */ plainLines)
/* harmony export */ });
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4621);

/*
 * Text from outside (names, messages, ids) is data. Here it is made harmless for each place where
 * it is shown. Credentials in it were redacted where it came in.
 */
/** Longer names and messages are cut: nobody reads them, and a log has better things to hold. */
const MAX_LENGTH = 2_000;
function shown(text) {
    const line = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text);
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}
/**
 * A line of the log that cannot issue a workflow command: the runner takes `::name::` at the start
 * of a line, after white space, and `##[name]` anywhere.
 */
function plainLine(text) {
    return shown(text)
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b[');
}
/** Lines of our own making that may hold text from outside; each is made harmless by itself. */
function plainLines(text) {
    return text.split('\n').map(plainLine).join('\n');
}
// Everything but what means nothing in GitHub's Markdown, where it stands: an underscore within a word,
// a dot but for that of `www.`.
const MEANS_SOMETHING = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;
/**
 * Text in GitHub's Markdown that shows as it is and does nothing: no HTML, no link, no mention, no
 * end of a table cell. Characters with a meaning are written as entities, which take it away, and
 * an `@` stands alone between two break opportunities, since an entity would still make a mention or
 * a mail address of it and its neighbours. All others stay as they are: the runner masks the summary
 * by the texts that other steps told it, and knows none of them by its entities.
 */
function markdownProse(text) {
    return shown(text).replace(MEANS_SOMETHING, (character) => character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`);
}
/**
 * The same for a name or an id, set apart from the words around it: as code, in which nothing means
 * anything, so that the runner masks it whole. A bar alone would end a table cell even there.
 */
function markdownText(text) {
    const line = shown(text);
    if (line === '')
        return '';
    if (line.includes('|'))
        return `<code>${markdownProse(line)}</code>`;
    const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    // One space on each side is no part of the code; without any, a backtick would lengthen the fence.
    const room = /^[ `]|[ `]$/.test(line) && line.trim() !== '' ? ' ' : '';
    return `${fence}${room}${line}${room}${fence}`;
}


/***/ }),

/***/ 4709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ takeOutput)
/* harmony export */ });
/**
 * Takes standard output and standard error over, so that nothing but the returned function reaches
 * the log. The runner reads workflow commands from both streams, and what libraries print (Octokit's
 * deprecation notices, Node's warnings) can repeat text that a server chose. All of that is dropped.
 */
function takeOutput() {
    const { stdout, stderr } = process;
    const write = stdout.write.bind(stdout);
    for (const stream of [stdout, stderr])
        stream.write = drop;
    // Node prints warnings past the streams' `write`, in a listener of its own.
    process.removeAllListeners('warning');
    process.on('warning', () => undefined);
    return (text, done) => void write(text, done);
}
function drop(_text, encodingOrDone, done) {
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (typeof callback === 'function')
        process.nextTick(callback);
    return true;
}


/***/ }),

/***/ 6636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  b: () => (/* binding */ realWorld)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var error = __nccwpck_require__(9342);
;// CONCATENATED MODULE: ./lib/runner/sleep.js

/**
 * Waits.
 *
 * @param ms - milliseconds
 * @throws ActionError `cancelled` when the signal fires first
 */
function sleep(ms, signal) {
    return new Promise((resolve, reject) => {
        const stop = () => {
            clearTimeout(timer);
            reject(new error/* ActionError */.lZ('cancelled', 'The job was cancelled during a wait; nothing more was sent.'));
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', stop);
            resolve();
        }, ms);
        if (signal?.aborted)
            stop();
        else
            signal?.addEventListener('abort', stop, { once: true });
    });
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: ./lib/runner/toolkit.js
/*
 * What `@actions/core` says to the runner on standard output, without the package: its index loads an
 * OIDC client, with it a whole HTTP stack, that this action never calls (58 ms at every start, of a
 * step that takes about 80), and it writes to `process.stdout`, which nothing here may do but the
 * one function that is passed in. A test compares every method with the real one, character by
 * character.
 */

/** @param env - where the runner says whether debug logging is on */
function createToolkit(write, env) {
    const issue = (command) => (message) => write(`::${command}::${escapeData(message)}${external_node_os_namespaceObject.EOL}`);
    return {
        setSecret: issue('add-mask'),
        info: (message) => write(message + external_node_os_namespaceObject.EOL),
        debug: issue('debug'),
        notice: issue('notice'),
        warning: issue('warning'),
        error: issue('error'),
        isDebug: () => env.RUNNER_DEBUG === '1',
    };
}
/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

;// CONCATENATED MODULE: ./lib/world.js


/**
 * The world as it is, of which the entries alone know.
 *
 * @param failed - the exit code after an error that nothing caught
 */
function realWorld(cancelled, write, failed) {
    const { env } = process;
    return {
        env,
        toolkit: createToolkit(write, env),
        openFiles: async () => (await __nccwpck_require__.e(/* import() */ 340).then(__nccwpck_require__.bind(__nccwpck_require__, 6340))).openFileCommands(env),
        openExchange: async () => (await __nccwpck_require__.e(/* import() */ 394).then(__nccwpck_require__.bind(__nccwpck_require__, 9394))).createExchange(env),
        now: Date.now,
        monotonic: () => performance.now(),
        random: Math.random,
        sleep: sleep,
        cancelled,
        onUncaught: (report) => void process.on('uncaughtException', (error) => {
            report(error);
            write('', () => process.exit(failed));
        }),
    };
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(342);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
