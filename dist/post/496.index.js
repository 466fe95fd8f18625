export const id = 496;
export const ids = [496];
export const modules = {

/***/ 4496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openFileCommands: () => (/* binding */ openFileCommands)
});

// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __webpack_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(9896);
// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/runner/unwritable.js

const OTHER_USER = 'It belongs to another user than this step: check `container:` and the user of the runner.';
/** What to do, by the code of the error. */
const ADVICE = {
    ENOSPC: 'The disk of the runner is full: free some space.',
    EDQUOT: 'The disk quota of the runner is exhausted: free some space.',
    EACCES: OTHER_USER,
    EPERM: OTHER_USER,
    EROFS: 'Its disk is mounted read-only.',
    EISDIR: 'There is a folder in its place.',
    ENOENT: 'An earlier step, or a program on the runner, removed it.',
};
/**
 * The error for a file of the runner that could not be written.
 *
 * @param variable - with the path of the file: `GITHUB_OUTPUT`
 * @param name - of the output, state or variable
 */
function unwritable(variable, name, error) {
    const message = (0,domain_error/* messageOf */.bD)(error);
    const { code } = error;
    // `@actions/core` has its own message for a missing file.
    const kind = /^Missing file/.test(message) ? 'ENOENT' : String(code);
    const advice = ADVICE[kind];
    return new domain_error/* ActionError */.lZ('file', `The runner did not get \`${name}\`: the file in \`${variable}\` cannot be written (${message}).` +
        (advice === undefined ? '' : ` ${advice}`), { cause: error });
}

;// CONCATENATED MODULE: ./lib/runner/file-commands.js
/*
 * The runner's file commands, by the names of `@actions/core`. Separate from `toolkit.ts` because this
 * part loads `node:crypto` (4 ms), which a refused input does not need. The module is imported by path
 * because the index of the package takes another 58 ms.
 */



/** The variables with the paths of these files. */
const VARIABLES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'];
/**
 * The runner's files for outputs, state and environment.
 *
 * @throws ActionError `environment` if there are none: the commands of very old runners would print
 *   values to the log
 */
function openFileCommands(env) {
    const missing = VARIABLES.filter((name) => !env[name]).map((name) => `\`${name}\``);
    if (missing.length > 0) {
        throw new domain_error/* ActionError */.lZ('environment', `The runner did not set ${missing.join(', ')}, so outputs could only be printed to the log. ` +
            'Nothing was sent. Use runner 2.327.1 or later, and do not set these variables in the workflow.');
    }
    const writeTo = (command) => (name, value) => {
        try {
            issueFileCommand(command, prepareKeyValueMessage(name, value));
        }
        catch (error) {
            throw unwritable(`GITHUB_${command}`, name, error);
        }
    };
    const setVariable = writeTo('ENV');
    return {
        setOutput: writeTo('OUTPUT'),
        saveState: writeTo('STATE'),
        exportVariable(name, value) {
            env[name] = value;
            setVariable(name, value);
        },
    };
}


/***/ })

};
