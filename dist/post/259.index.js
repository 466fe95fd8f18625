export const id = 259;
export const ids = [259];
export const modules = {

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   e5: () => (/* binding */ failsEveryRequest),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony exports isDueTo, joinFailures, alsoFailed */
/**
 * A failure that a person can act on. The message says what happened, to which input, key or target, and
 * what to do. Any other error is a bug in this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
const FATAL_CODES = [
    'unauthorized',
    'invalid-key',
    'account-inactive',
    'address-refused',
    'wrong-host',
    'no-credit',
    'rate-limited',
    'unavailable',
    'unreachable',
    'redirected',
    'cancelled',
];
/** Whether other requests would fail in the same way. */
function failsEveryRequest({ code }) {
    return FATAL_CODES.includes(code);
}
/** Whether a failure, or one that caused it, is of one of these kinds. */
function isDueTo({ code, cause }, codes) {
    return codes.includes(code) || (cause instanceof ActionError && isDueTo(cause, codes));
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/** Joins failures into one with all their messages; undefined without failures. */
function joinFailures(failures) {
    const [first, ...others] = failures.filter((failure) => failure !== undefined);
    if (first === undefined || others.length === 0)
        return first;
    const message = [first, ...others].map((failure) => failure.message).join('\n');
    return new ActionError(first.code, message, { cause: others[0] });
}
/** What to throw if reporting failed, too: the second error must not hide the first. A bug stays a bug. */
function alsoFailed(failure, error) {
    return error instanceof ActionError ? joinFailures([failure, error]) : error;
}


/***/ }),

/***/ 7640:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createRuntime: () => (/* binding */ createRuntime)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/runner/sleep.js


/**
 * Waits.
 *
 * @param ms - milliseconds
 * @throws ActionError `cancelled` when the signal fires first
 */
async function sleep(ms, signal) {
    try {
        await (0,promises_.setTimeout)(ms, undefined, signal && { signal });
    }
    catch (error) {
        const message = 'The job was cancelled during a wait; nothing more was sent.';
        throw new domain_error/* ActionError */.lZ('cancelled', message, { cause: error });
    }
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/runner/toolkit.js
/*
 * The log commands of `@actions/core`, without the package: its index loads an OIDC client with an HTTP
 * stack (58 ms at every start, of a step that takes about 80), and it writes to `process.stdout`, which only
 * the function passed in may do. A test compares every method with the real one.
 */

/** @param env - tells whether debug logging is on */
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

;// CONCATENATED MODULE: ./lib/runtime.js


/**
 * The runtime of the main and post step.
 *
 * @param failed - the exit code after an error that nothing caught
 */
function createRuntime(cancelled, write, failed) {
    const { env } = process;
    return {
        env,
        toolkit: createToolkit(write, env),
        openFiles: async () => (await __webpack_require__.e(/* import() */ 496).then(__webpack_require__.bind(__webpack_require__, 4496))).openFileCommands(env),
        openHttpClient: async () => (await __webpack_require__.e(/* import() */ 388).then(__webpack_require__.bind(__webpack_require__, 7388))).createHttpClient(env),
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
