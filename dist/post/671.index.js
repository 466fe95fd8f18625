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
    const issue = (command) => (message) => write(`::${command}::${escapeData(message)}${external_node_os_.EOL}`);
    return {
        setSecret: issue('add-mask'),
        info: (message) => write(message + external_node_os_.EOL),
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
        openFiles: async () => (await __webpack_require__.e(/* import() */ 340).then(__webpack_require__.bind(__webpack_require__, 6340))).openFileCommands(env),
        openExchange: async () => (await __webpack_require__.e(/* import() */ 394).then(__webpack_require__.bind(__webpack_require__, 9394))).createExchange(env),
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

};
