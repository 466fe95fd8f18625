export const id = 304;
export const ids = [304];
export const modules = {

/***/ 1532:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/**
 * Whether a whole name matches a pattern in which `*` is any run of characters, `?` one character,
 * and everything else, `/`, dots and line ends included, stands for itself.
 *
 * Takes time proportional to pattern × name at most.
 */
function matchesGlob(pattern, name) {
    if (!/[*?]/.test(pattern))
        return pattern === name;
    const want = [...pattern];
    const have = [...name];
    let w = 0;
    let h = 0;
    let star = -1;
    let resume = 0;
    while (h < have.length) {
        if (want[w] === '*') {
            star = w++;
            resume = h;
        }
        else if (w < want.length && (want[w] === '?' || want[w] === have[h])) {
            w++;
            h++;
        }
        else if (star >= 0) {
            // The last star matches one more character, and the rest is tried again.
            w = star + 1;
            h = ++resume;
        }
        else {
            return false;
        }
    }
    while (want[w] === '*')
        w++;
    return w === want.length;
}


/***/ }),

/***/ 5151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IQ: () => (/* binding */ rankOf),
/* harmony export */   Ky: () => (/* binding */ identityText),
/* harmony export */   ND: () => (/* binding */ groupByIdentity),
/* harmony export */   Wy: () => (/* binding */ labelOf),
/* harmony export */   XO: () => (/* binding */ selectEntries),
/* harmony export */   jg: () => (/* binding */ spreadOf)
/* harmony export */ });
/* harmony import */ var _glob_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1532);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7271);


/** Keys by the identity that they are of, as text; empty for those of none. */
function groupByIdentity(keys) {
    return Map.groupBy(keys, (key) => {
        const { name, project, owner } = key;
        if (name === null)
            return '';
        if (project === null)
            return (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isAdminKey */ .$o)(key) ? identityText({ account: null, name }) : '';
        const account = { projectId: project.id, serviceAccountId: owner?.id ?? '' };
        return identityText({ account, name });
    });
}
/** An identity as one text, for maps and hashes. */
function identityText({ account, name }) {
    return JSON.stringify([account?.projectId ?? null, account?.serviceAccountId ?? null, name]);
}
/** How an identity is called in messages and globs: `proj_abc/nightly`, or `nightly` for an admin key. */
function labelOf({ account, name }) {
    return account === null ? name : `${account.projectId}/${name}`;
}
/**
 * The entries that patterns of `name` or `proj_…/name` match, and the patterns that match none.
 *
 * @param only - null: every entry
 */
function selectEntries(entries, only) {
    if (only === null)
        return { entries, unmatched: [] };
    const matches = (glob, { request }) => (0,_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(glob, request.name) || (0,_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(glob, labelOf(request));
    return {
        entries: entries.filter((entry) => only.some((glob) => matches(glob, entry))),
        unmatched: only.filter((glob) => !entries.some((entry) => matches(glob, entry))),
    };
}
/**
 * A part of a span that is always the same for an identity, so that keys that were made in one night are
 * not due in one night again (FNV-1a).
 *
 * @param span - seconds
 */
function spreadOf(identity, span) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(identityText(identity))) {
        hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return Math.floor((span * hash) / 2 ** 32);
}
/**
 * Numbers that sort the entries that are due: expired keys come first, then what is not delivered, then the
 * others, each by the life that is left, then by age; then what has no key yet, then what is only deleted.
 *
 * @param now - Unix seconds on the API's clock
 */
function rankOf({ plan, ending, mayHoldCallerKey }, now) {
    const last = Number(mayHoldCallerKey);
    if (plan === undefined)
        return [last, 4, 0, 0];
    if (ending === undefined)
        return [last, 3, 0, 0];
    const end = ending.expiresAt ?? Number.MAX_SAFE_INTEGER;
    const isUndelivered = plan.kind === 'rotate' && plan.isUndelivered === true;
    return [last, end <= now ? 0 : isUndelivered ? 1 : 2, end, ending.createdAt];
}


/***/ }),

/***/ 7024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ rulesInForce),
/* harmony export */   If: () => (/* binding */ VIOLATION_RULES),
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   iU: () => (/* binding */ RULE_NAMES)
/* harmony export */ });
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7271);


/** What to do about violations that need no rule. */
const OTHER_REMEDIES = {
    missing: 'correct `key-id`, or find out who deleted the key',
    expired: 'delete the key, which no longer works',
    value: 'put the value of a live key into the secret',
    unmanaged: 'add an entry for it to the manifest, or find out who uses it and delete it',
    exception: 'remove the exception from the manifest, or set a later day',
};
const OWNER_TYPES = {
    user: 'a user',
    service_account: 'a service account',
};
const spellLimit = (seconds) => (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(seconds, seconds)[1];
/** Every rule, in the order in which violations are reported. */
const POLICY = {
    'max-age': {
        faultOf: ({ createdAt }, limit, { now }) => exceeding('is', now - createdAt, 'old', limit),
        spell: spellLimit,
        remedy: 'replace the key with `operation: rotate`',
    },
    'max-idle': {
        faultOf: (key, limit, { now, isUsedByCheck }) => {
            if (isUsedByCheck(key))
                return undefined;
            return key.lastUsedAt === null
                ? exceeding('was made', now - key.createdAt, 'ago and never used', limit)
                : exceeding('was last used', now - key.lastUsedAt, 'ago', limit);
        },
        spell: spellLimit,
        remedy: 'delete the key if nobody needs it',
    },
    'min-remaining': {
        faultOf: ({ expiresAt }, limit, { now }) => {
            if (expiresAt === null || expiresAt - now >= limit)
                return undefined;
            const [left, wanted] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(expiresAt - now, limit);
            return `expires in ${left}, at least ${wanted} must be left`;
        },
        spell: spellLimit,
        remedy: 'replace the key in time with `operation: rotate`',
    },
    'require-expiry': {
        faultOf: ({ expiresAt }) => (expiresAt === null ? 'never expires' : undefined),
        spell: () => '',
        remedy: 'replace the key with one that has `expires-in`',
    },
    'allowed-owners': {
        faultOf: ({ owner }, allowed) => allowed.includes(owner?.id ?? '')
            ? undefined
            : `belongs to ${owner?.id ?? 'an unknown owner'}, who is not allowed`,
        spell: (owners) => owners.join(', '),
        remedy: 'ask its owner, then delete the key',
    },
    'allowed-owner-types': {
        faultOf: ({ owner }, allowed) => allowed.includes(owner?.type ?? '')
            ? undefined
            : `belongs to ${OWNER_TYPES[owner?.type ?? ''] ?? 'an owner of unknown type'}, which is not allowed`,
        spell: (types) => types.join(', '),
        remedy: 'replace the key with one of an allowed owner',
    },
};
const RULE_NAMES = Object.keys(POLICY);
/**
 * Checks keys against rules. An expired key has no other violation. Limits are inclusive: a key exactly as
 * old as `max-age` complies.
 *
 * @returns the violations, in the keys' order
 */
function judge(keys, rules, moment) {
    return keys.flatMap((key) => {
        if (!(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(key, moment.now)) {
            const [since] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(moment.now - (key.expiresAt ?? 0), 0);
            return [{ id: key.id, key, rule: 'expired', message: `expired ${since} ago` }];
        }
        return RULE_NAMES.flatMap((rule) => {
            const message = inForce(rule, rules)?.faultOf(key, moment);
            return message === undefined ? [] : [{ id: key.id, key, rule, message }];
        });
    });
}
/** The rules that are in force, as the inputs write them, in a fixed order. */
function rulesInForce(rules) {
    return RULE_NAMES.flatMap((name) => inForce(name, rules)?.text ?? []);
}
/** Every word that a violation can have for its rule. */
const VIOLATION_RULES = [...RULE_NAMES, ...Object.keys(OTHER_REMEDIES)];
/** What to do about a violation, as a clause. */
function remedyOf(rule) {
    return rule in OTHER_REMEDIES
        ? OTHER_REMEDIES[rule]
        : POLICY[rule].remedy;
}
/** What a rule finds about a key, and the rule in words, where it is in force. */
function inForce(name, rules) {
    const limit = rules[name];
    if (limit == null)
        return undefined;
    const rule = POLICY[name];
    return {
        text: `${name} ${rule.spell(limit)}`.trim(),
        faultOf: (key, moment) => rule.faultOf(key, limit, moment),
    };
}
/** A limit that is exceeded, in words. */
function exceeding(verb, measured, what, limit) {
    if (measured <= limit)
        return undefined;
    const [shown, allowed] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(measured, limit);
    return `${verb} ${shown} ${what}, the limit is ${allowed}`;
}


/***/ }),

/***/ 8304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readManifest: () => (/* reexport */ readManifest),
  readReconcile: () => (/* binding */ readReconcile)
});

// EXTERNAL MODULE: ./lib/domain/manifest.js
var domain_manifest = __webpack_require__(5151);
// EXTERNAL MODULE: ./lib/inputs/credentials.js
var credentials = __webpack_require__(8863);
// EXTERNAL MODULE: ./lib/inputs/definitions.js
var definitions = __webpack_require__(3683);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/policy.js
var policy = __webpack_require__(7024);
// EXTERNAL MODULE: ./lib/domain/secret-target.js
var secret_target = __webpack_require__(4706);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/inputs/new-key.js
var new_key = __webpack_require__(7921);
// EXTERNAL MODULE: ./lib/inputs/reader.js
var reader = __webpack_require__(178);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/domain/credential-shape.js
var credential_shape = __webpack_require__(4091);
// EXTERNAL MODULE: ./lib/domain/spelling.js
var spelling = __webpack_require__(4680);
;// CONCATENATED MODULE: ./lib/inputs/yaml-file.js








const MAX_BYTES = 1024 * 1024;
/** Plain words that YAML 1.1 takes for booleans: other tools read such a file otherwise. */
const AMBIGUOUS = /^(y|n|yes|no|on|off)$/i;
/** Deeper than any file that says something here, and so deep that the parser takes seconds. */
const TOO_DEEP = /(?:[[{]\s*){50}|(?:[-?:][ \t]+){50}/;
/**
 * A file in YAML 1.2 (core schema) or JSON. What is wrong is noted with line and column, and something
 * harmless is returned, so that reading goes on and every problem is found.
 */
class YamlFile {
    /** Undefined where the syntax is wrong. */
    root;
    #lines = new dist/* LineCounter */.HN();
    /** What is not a map: that it lacks fields is not worth a word. */
    #broken = new Set();
    #problems = new Map();
    constructor(text) {
        for (const { index } of text.matchAll(/(?<![^\n])/g))
            this.#lines.addNewLine(index);
        const deep = TOO_DEEP.exec(text);
        if (deep !== null) {
            this.#note(deep.index, 'The file is nested too deeply.');
            return;
        }
        // Of 100,000 fields each is compared with each other if the parser looks for names that occur twice.
        const options = { schema: 'core', prettyErrors: false, uniqueKeys: false };
        const document = (0,dist/* parseDocument */.Tp)(text, options);
        for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
            this.#note(pos[0], SYNTAX[code] ?? `${message.replace(/(?<=\w): .*/s, '')}.`);
        }
        (0,dist/* visit */.YR)(document, {
            Node: (_, node) => {
                if ((0,dist/* isAlias */.Vj)(node) || node.anchor !== undefined) {
                    this.problem(node, 'Anchors and aliases are not supported. Repeat the text.');
                }
                else if (node.tag !== undefined)
                    this.problem(node, 'Tags are not supported.');
            },
        });
        if (this.#problems.size === 0)
            this.root = document.contents ?? undefined;
    }
    /** What is wrong, in the file's order. */
    get problems() {
        const sorted = [...this.#problems.values()].sort((a, b) => a.offset - b.offset);
        return sorted.map(({ offset, text }) => {
            const { line, col } = this.#lines.linePos(offset);
            return `line ${line}, column ${col}: ${text}`;
        });
    }
    /** From 1. */
    lineOf(node) {
        return this.#lines.linePos(offsetOf(node)).line;
    }
    problem(node, text) {
        this.#note(offsetOf(node), text);
    }
    /** The fields of a map by their names, as far as they are known. */
    fields(node, what, known) {
        const fields = new Map();
        if (!(0,dist/* isMap */.jh)(node)) {
            this.problem(node, `${what} must be a map of fields: ${known.join(', ')}.`);
            this.#broken.add(offsetOf(node));
            return fields;
        }
        for (const { key, value } of node.items) {
            const name = (0,dist/* isScalar */.jn)(key) ? String(key.value) : '';
            if (fields.has(name))
                this.problem(key, `${quote(name)} occurs twice. Remove one of them.`);
            else if (known.includes(name))
                fields.set(name, { key, value });
            else {
                const hint = (0,spelling/* didYouMean */.a)((0,spelling/* nearestWord */.z)(name, known));
                this.problem(key, `${quote(name)} is not a field of ${what}.${hint}`);
            }
        }
        return fields;
    }
    items({ key, value }, name) {
        if ((0,dist/* isSeq */.oP)(value) && value.items.length > 0)
            return value.items;
        this.problem(key, `\`${name}\` must be a list with at least one entry.`);
        return [];
    }
    /** A field as an input has it: a text, of a list one item a line. */
    text({ key, value }, name, isList = false) {
        const items = isList && (0,dist/* isSeq */.oP)(value) ? value.items : [value];
        const texts = items.map((item) => {
            if ((0,dist/* isScalar */.jn)(item) && item.value === null)
                return '';
            if (!(0,dist/* isScalar */.jn)(item)) {
                this.problem(key, `\`${name}\` must be a text${isList ? ' or a list of texts' : ''}.`);
            }
            else if (typeof item.value !== 'string' ||
                (item.type === 'PLAIN' && AMBIGUOUS.test(item.value))) {
                const hint = `Put ${quote(item.source ?? String(item.value))} in quotes.`;
                this.problem(key, `\`${name}\` must be a text. ${hint}`);
            }
            else if ((0,credential_shape/* looksLikeCredential */.P)(item.value)) {
                this.problem(key, `\`${name}\` contains what looks like a credential. Revoke it.`);
            }
            else
                return item.value.trim();
            return undefined;
        });
        if (texts.length === 0 || texts.includes('')) {
            this.problem(key, `\`${name}\` is empty. Give a value, or remove the field.`);
        }
        return texts.map((text) => text ?? '').join('\n');
    }
    /** The first finding about each field of each place counts. */
    #note(offset, text) {
        const about = `${offset} ${/^`[^`]*`/.exec(text)?.[0] ?? text}`;
        if (!this.#problems.has(about) && !this.#broken.has(offset))
            this.#problems.set(about, { offset, text });
    }
}
/** What is said instead of the parser's own words. */
const SYNTAX = {
    BAD_DIRECTIVE: 'Directives (`%`) are not supported.',
    RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
    TAG_RESOLVE_FAILED: 'Tags are not supported.',
    TAB_AS_INDENT: 'Tabs are not allowed as indentation. Use spaces.',
    MULTIPLE_DOCS: 'The file contains several documents. Remove the line `---`.',
};
function offsetOf(node) {
    const { range } = (node ?? {});
    return range?.[0] ?? 0;
}
/** No more than 20 characters of it: what is wrong with it may be that it is a secret. */
function quote(text) {
    return `\`${(0,domain_text/* oneLine */.TN)(text).slice(0, 20)}\``;
}
/**
 * Reads a text file of the workspace.
 *
 * @param path - in the workspace, or absolute
 * @throws Error that says why it is refused, as the rest of a sentence about it
 */
function readWorkspaceFile(path, workspace) {
    let file;
    try {
        file = (0,external_node_fs_.realpathSync)((0,external_node_path_.resolve)(workspace, path));
    }
    catch (error) {
        const hint = 'Check the path, and that actions/checkout runs before this step.';
        throw new Error(`cannot be read (${(0,domain_error/* messageOf */.bD)(error)}). ${hint}`);
    }
    const inside = (0,external_node_path_.relative)((0,external_node_fs_.realpathSync)(workspace), file);
    if (/^\.\.([\\/]|$)/.test(inside) || (0,external_node_path_.isAbsolute)(inside)) {
        throw new Error('leads out of the workspace, perhaps by a link. Give a file of the repository.');
    }
    const found = (0,external_node_fs_.statSync)(file);
    if (!found.isFile())
        throw new Error('is not a file.');
    if (found.size > MAX_BYTES)
        throw new Error('is larger than 1 MiB. Split it into several files.');
    const bytes = (0,external_node_fs_.readFileSync)(file);
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        throw new Error('is not UTF-8. Save it in that encoding.');
    return new TextDecoder().decode(bytes);
}

;// CONCATENATED MODULE: ./lib/inputs/manifest.js










/** The fields of each map of a manifest. */
const FIELDS = {
    file: ['$schema', 'defaults', 'keys', 'exceptions'],
    defaults: [...definitions/* ENTRY_INPUTS */.jN, 'rotate-spread'],
    entry: [...definitions/* ENTRY_INPUTS */.jN, 'rotate-spread', 'state'],
    exception: ['key', 'rules', 'until', 'reason'],
};
/** The words of `state`. */
const STATES = ['present', 'absent'];
/** What `$schema` has to end in: the version of the file's format. */
const SCHEMA_FILE = 'openai-keys.v1.json';
const DAY = 86_400;
/** The rules that an exception may name: not itself. */
const EXCEPTED_RULES = policy/* VIOLATION_RULES */.If.filter((rule) => rule !== 'exception');
/** Nobody reads more. */
const MAX_PROBLEMS = 50;
/**
 * Reads and checks a manifest, with every rule of the inputs. What is wrong becomes a problem of the step's
 * inputs, a sentence each with line and column.
 *
 * @returns what is in it, as far as it is right
 */
function readManifest(step) {
    const manifest = { entries: [], exceptions: [] };
    const { problems } = step.inputs;
    // A copy, since each entry reads it, and reading the environment of the process takes long.
    const env = { ...step.inputs.env };
    let file;
    try {
        const workspace = env.GITHUB_WORKSPACE ?? process.cwd();
        file = new YamlFile(readWorkspaceFile(step.inputs.text('manifest'), workspace));
    }
    catch (error) {
        problems.push(`\`manifest\` ${(0,domain_error/* messageOf */.bD)(error)}`);
        return manifest;
    }
    const warnings = new Map();
    if (file.problems.length === 0) {
        const top = file.fields(file.root, 'the manifest', FIELDS.file);
        const schema = top.get('$schema');
        if (schema && file.text(schema, '$schema').split('/').at(-1) !== SCHEMA_FILE) {
            file.problem(schema.key, `\`$schema\` is not of this version, which reads \`${SCHEMA_FILE}\`.`);
        }
        const shared = top.get('defaults');
        const defaults = shared && file.fields(shared.value, '`defaults`', FIELDS.defaults);
        const keys = top.get('keys');
        if (keys === undefined)
            file.problem(file.root, '`keys` is required: a list of entries.');
        else {
            manifest.entries = file.items(keys, 'keys').map((node) => {
                const own = file.fields(node, 'an entry', FIELDS.entry);
                const fields = new Map([...(defaults ?? []), ...own]);
                return readEntry(node, fields, { ...step, env }, file, (warning, line) => {
                    warnings.set(warning, [...(warnings.get(warning) ?? []), line]);
                });
            });
            refuseDuplicates(manifest.entries, file.items(keys, 'keys'), file);
        }
        const exceptions = top.get('exceptions');
        if (exceptions !== undefined) {
            const items = file.items(exceptions, 'exceptions');
            manifest.exceptions = items.map((node) => readException(node, file));
        }
    }
    const found = file.problems.map((text) => `\`manifest\`, ${text}`);
    problems.push(...(0,domain_text/* firstOf */.Ku)(found, MAX_PROBLEMS));
    for (const [text, lines] of warnings) {
        const shown = (0,domain_text/* firstOf */.Ku)(lines.map(String)).join(', ');
        step.inputs.warnings.push(`\`manifest\`, entries in lines ${shown}: ${text}`);
    }
    return manifest;
}
/** Reads one entry as the inputs of a step, which it has in common with all others but for its fields. */
function readEntry(node, fields, { settings, inputs: step, fixed, env }, file, warn) {
    const own = Object.create(env);
    for (const name of definitions/* ENTRY_INPUTS */.jN.filter((input) => !fixed.includes(input))) {
        const field = fields.get(name);
        own[(0,definitions/* inputVariable */.LO)(name)] = field && file.text(field, name, definitions/* INPUT_RULES */.bK[name].list);
    }
    const inputs = new reader/* Inputs */.G(own, step.redact);
    const { problems, warnings } = inputs;
    const request = (0,new_key/* readRotate */.oq)(settings, inputs);
    if (!inputs.isGiven('secret-organization') && !fields.has('secret-repositories')) {
        problems.push('`secret-repositories` or `secret-organization` is required in a manifest.');
    }
    const text = (name, absent) => {
        const field = fields.get(name);
        return field === undefined ? absent : file.text(field, name);
    };
    const spread = text('rotate-spread', 'none');
    const span = spread === 'none' ? 0 : (0,duration/* parseDuration */.E9)(spread);
    if (span === undefined) {
        problems.push('`rotate-spread` must be a duration such as `7d`, or `none`.');
    }
    else if (span > 0 && span >= (request.rotateAfter ?? 0)) {
        problems.push('`rotate-spread` must be shorter than `rotate-after`, which it shortens.');
    }
    else if (request.rotateAfter !== null)
        request.rotateAfter -= (0,domain_manifest/* spreadOf */.jg)(request, span);
    const state = text('state', 'present');
    if (!STATES.some((word) => word === state)) {
        problems.push('`state` must be `present` or `absent`.');
    }
    for (const problem of problems) {
        const [, name = ''] = /^`([\w-]+)`/.exec(problem) ?? [];
        // The step's other inputs are checked once, not with each entry.
        if (!FIELDS.entry.some((field) => field === name && !fixed.includes(name)))
            continue;
        const place = problem.replace(' when `operation` is `rotate`', '').replace('step.', 'entry.');
        file.problem(fields.get(name)?.key ?? node, place);
    }
    const line = file.lineOf(node);
    for (const warning of warnings)
        warn(warning, line);
    return { request, state: state === 'absent' ? 'absent' : 'present', line };
}
/** Two entries of one key would retire each other's, and two that write one secret replace each other's. */
function refuseDuplicates(entries, nodes, file) {
    const lines = new Map();
    const claim = (node, what, text, line) => {
        const other = lines.get(what);
        if (other === undefined)
            lines.set(what, line);
        else
            file.problem(node, `${text} line ${other} does. Remove one of the two entries.`);
    };
    for (const [index, { request, state, line }] of entries.entries()) {
        const node = nodes[index];
        if (request.name !== '') {
            claim(node, (0,domain_manifest/* identityText */.Ky)(request), 'This entry describes the same key as', line);
        }
        // What makes no key writes no secret.
        for (const target of state === 'absent' ? [] : request.targets) {
            if (target.name === '')
                continue;
            const secret = (0,secret_target/* describeTarget */.ff)(target);
            claim(node, secret.toLowerCase(), `This entry writes the ${secret} as`, line);
        }
    }
}
function readException(node, file) {
    const fields = file.fields(node, 'an exception', FIELDS.exception);
    const text = (name, isList = false) => {
        const field = fields.get(name);
        if (field !== undefined)
            return file.text(field, name, isList);
        file.problem(node, `\`${name}\` is required in an exception.`);
        return '';
    };
    const day = text('until');
    const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) {
        file.problem(fields.get('until')?.key ?? node, '`until` must be a day such as `2026-12-31`.');
    }
    const rules = fields.has('rules') ? text('rules', true).split('\n') : null;
    if (rules?.some((rule) => !EXCEPTED_RULES.includes(rule))) {
        const list = EXCEPTED_RULES.map((rule) => `\`${rule}\``).join(', ');
        file.problem(fields.get('rules')?.key, `\`rules\` must be of ${list}.`);
    }
    const [key, reason] = [text('key'), text('reason')];
    return { key, rules, until: start / 1000 + DAY, day, reason, line: file.lineOf(node) };
}

// EXTERNAL MODULE: ./lib/inputs/secret-targets.js
var secret_targets = __webpack_require__(1878);
;// CONCATENATED MODULE: ./lib/inputs/reconcile.js






const MOST_ROTATIONS = 200;
/** Reads the inputs of `rotate` with a manifest, and the manifest by `read`. */
function readReconcile(settings, inputs, read) {
    const now = inputs.boolean('now');
    const only = inputs.isGiven('only') ? inputs.list('only') : null;
    const fixed = now && inputs.isGiven('grace-period') ? ['grace-period'] : [];
    for (const name of [...definitions/* ENTRY_INPUTS */.jN, 'output-value', 'export-env']) {
        if (!inputs.isGiven(name) || fixed.includes(name))
            continue;
        inputs.problem(name, 'cannot be combined with `manifest`, whose entries set it. Remove one of the two.');
    }
    if (now && only === null) {
        inputs.problem('now', 'needs `only` with a manifest, so that not every key is replaced.');
    }
    const manifest = read({ settings, inputs, fixed });
    const { entries, unmatched } = (0,domain_manifest/* selectEntries */.XO)(manifest.entries, only);
    const [glob] = unmatched;
    if (glob !== undefined && manifest.entries.length > 0) {
        inputs.refuse('only', 'must be patterns that match entries of the manifest', glob);
    }
    const most = inputs.count('max-rotations') ?? 0;
    if (most > MOST_ROTATIONS) {
        inputs.problem('max-rotations', `must be from 1 to ${MOST_ROTATIONS}.`);
    }
    if (now && entries.length > MOST_ROTATIONS) {
        inputs.problem('only', `matches ${entries.length} entries, and \`now\` replaces at most ${MOST_ROTATIONS} keys in one run.`);
    }
    const isKeyless = (0,credentials/* isFork */.B0)(inputs);
    const github = (0,secret_targets/* readGitHub */.kQ)(inputs);
    if (github === null && !isKeyless) {
        inputs.problem('github-token', 'is required with `manifest`: it has to write the secrets.');
    }
    return {
        ...settings,
        operation: 'reconcile',
        manifest,
        entries,
        maxRotations: now ? MOST_ROTATIONS : most,
        github,
        isKeyless,
        dryRun: inputs.boolean('dry-run'),
    };
}


/***/ })

};
