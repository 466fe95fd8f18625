export const id = 671;
export const ids = [671];
export const modules = {

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony export alsoFailed */
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

/***/ 671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  realWorld: () => (/* binding */ realWorld)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var error = __webpack_require__(9342);
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

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/command.js
var command = __webpack_require__(9635);
;// CONCATENATED MODULE: ./lib/runner/toolkit.js
/*
 * The parts of `@actions/core` that this action uses, at the price of those parts.
 *
 * The package exports its index alone, and the index loads an OIDC client, with it a whole HTTP
 * stack, that this action never calls: 58 ms at every start, measured, of a step that takes about
 * 80. So the package's own modules are imported by their path, here and in `file-commands.ts`; the
 * few lines above them, which live in the index, are written out. A test holds every function
 * against the real one, character by character.
 */


/** What the runner takes on standard output, by the names of `@actions/core`. */
const toolkit = {
    /** Hides a text in everything the job prints from here on. */
    setSecret(text) {
        (0,command/* issueCommand */.L)('add-mask', {}, text);
    },
    /** Writes a line to the log. */
    info(message) {
        process.stdout.write(message + external_node_os_.EOL);
    },
    /** Writes a line that shows with debug logging only. */
    debug(message) {
        (0,command/* issueCommand */.L)('debug', {}, message);
    },
    notice(message) {
        (0,command/* issueCommand */.L)('notice', {}, message);
    },
    warning(message) {
        (0,command/* issueCommand */.L)('warning', {}, message);
    },
    /** Ends the step as failed, with one error annotation. */
    setFailed(message) {
        process.exitCode = 1;
        (0,command/* issueCommand */.L)('error', {}, message);
    },
    isDebug() {
        return process.env.RUNNER_DEBUG === '1';
    },
};

;// CONCATENATED MODULE: ./lib/world.js


/** The world as it is, of which the entries alone know. */
function realWorld(cancelled) {
    return {
        env: process.env,
        toolkit: toolkit,
        openFiles: async () => (await __webpack_require__.e(/* import() */ 250).then(__webpack_require__.bind(__webpack_require__, 250))).fileCommands,
        now: Date.now,
        random: Math.random,
        sleep: sleep,
        cancelled,
    };
}


/***/ }),

/***/ 9635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ issueCommand)
/* harmony export */ });
/* unused harmony export issue */
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(857);
/* harmony import */ var _utils_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4679);


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + os__WEBPACK_IMPORTED_MODULE_0__.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return (0,_utils_js__WEBPACK_IMPORTED_MODULE_1__/* .toCommandValue */ .E)(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return (0,_utils_js__WEBPACK_IMPORTED_MODULE_1__/* .toCommandValue */ .E)(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map

/***/ }),

/***/ 4679:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ toCommandValue)
/* harmony export */ });
/* unused harmony export toCommandProperties */
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

/***/ })

};
