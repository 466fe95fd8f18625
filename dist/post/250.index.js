export const id = 250;
export const ids = [250];
export const modules = {

/***/ 250:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  fileCommands: () => (/* binding */ fileCommands)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/command.js
var command = __webpack_require__(9635);
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __webpack_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(9896);
// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/utils.js
var utils = __webpack_require__(4679);
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
    external_fs_.appendFileSync(filePath, `${(0,utils/* toCommandValue */.E)(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = (0,utils/* toCommandValue */.E)(value);
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
;// CONCATENATED MODULE: ./lib/runner/file-commands.js
/*
 * What the runner takes in files, by the names of `@actions/core`. Apart from `toolkit.ts`, which
 * says why the package's modules are imported by path, because this part needs `node:crypto`: 4 ms
 * that a refused input does not pay.
 */



const fileCommands = {
    setOutput(name, value) {
        const byFile = setByFile('OUTPUT', name, value);
        if (byFile)
            return;
        process.stdout.write(external_node_os_.EOL);
        (0,command/* issueCommand */.L)('set-output', { name }, value);
    },
    /** Keeps a text for the post step. It is on disk when this returns, whatever happens next. */
    saveState(name, value) {
        const byFile = setByFile('STATE', name, value);
        if (!byFile)
            (0,command/* issueCommand */.L)('save-state', { name }, value);
    },
    /** Sets an environment variable for the steps that follow. */
    exportVariable(name, value) {
        process.env[name] = value;
        const byFile = setByFile('ENV', name, value);
        if (!byFile)
            (0,command/* issueCommand */.L)('set-env', { name }, value);
    },
};
/** @returns false where the runner offers no file for it, as very old ones do */
function setByFile(command, name, value) {
    if (!process.env[`GITHUB_${command}`])
        return false;
    issueFileCommand(command, prepareKeyValueMessage(name, value));
    return true;
}


/***/ })

};
