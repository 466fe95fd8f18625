export const id = 340;
export const ids = [340];
export const modules = {

/***/ 6340:
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
var error = __webpack_require__(9342);
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
        throw new error/* ActionError */.lZ('environment', `The runner did not set ${missing.join(', ')}, so outputs could only be printed to the log. ` +
            'Nothing was sent. Use runner 2.327.1 or later, and do not set these variables in the workflow.');
    }
    return {
        setOutput: (name, value) => issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value)),
        saveState: (name, value) => issueFileCommand('STATE', prepareKeyValueMessage(name, value)),
        exportVariable: (name, value) => {
            env[name] = value;
            issueFileCommand('ENV', prepareKeyValueMessage(name, value));
        },
    };
}


/***/ })

};
