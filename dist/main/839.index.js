export const id = 839;
export const ids = [839];
export const modules = {

/***/ 1839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ExchangeError: () => (/* binding */ ExchangeError),
/* harmony export */   createExchange: () => (/* binding */ createExchange)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9342);
/* harmony import */ var _domain_url_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5917);




/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/**
 * An exchange that brought no whole answer. `sent` is false only where no connection to the server
 * was made, so that the request certainly had no effect. `partial` is what had arrived.
 */
class ExchangeError extends Error {
    name = 'ExchangeError';
    kind;
    sent;
    partial;
    // The transport's to fill in, for a request that was tried more than once:
    /** Empty, or what was tried before giving up. */
    tried = '';
    /** Whether an earlier attempt may have had its effect. */
    uncertain = false;
    constructor(kind, message, options) {
        super(message, { cause: options.cause });
        this.kind = kind;
        this.sent = options.sent;
        this.partial = options.partial;
    }
}
/**
 * The exchange on Node's own client. Certificates are verified even where the environment switches
 * that off for the default agent; `HTTPS_PROXY` and `NO_PROXY` are honoured by the agent.
 *
 * @throws TypeError where a proxy variable holds no URL
 */
function createExchange(env) {
    const direct = new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({ keepAlive: true, rejectUnauthorized: true });
    const plain = new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent({ keepAlive: true });
    const proxied = new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({ keepAlive: true, rejectUnauthorized: true, proxyEnv: env });
    return (request, { timeoutMs, signal }) => new Promise((resolve, reject) => {
        const secure = request.url.protocol === 'https:';
        const local = (0,_domain_url_js__WEBPACK_IMPORTED_MODULE_3__/* .isLoopback */ .U9)(request.url.hostname);
        let connected = false;
        let head;
        const chunks = [];
        let length = 0;
        const answer = () => head && {
            status: head.statusCode ?? 0,
            headers: head.headers,
            body: Buffer.concat(chunks).toString('utf8'),
        };
        const fail = (kind, message, cause) => {
            settle();
            reject(new ExchangeError(kind, message, { sent: connected, partial: answer(), cause }));
            outgoing.destroy();
        };
        const cancel = () => fail('cancelled', 'the step was cancelled');
        const timer = setTimeout(() => fail('timeout', `no ${head ? 'complete ' : ''}answer within ${timeoutMs / 1000} s`), timeoutMs);
        const settle = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', cancel);
        };
        const outgoing = (secure ? node_https__WEBPACK_IMPORTED_MODULE_1__ : node_http__WEBPACK_IMPORTED_MODULE_0__).request(request.url, {
            method: request.method,
            headers: { 'accept-encoding': 'identity', ...request.headers },
            agent: secure ? (local ? direct : proxied) : plain,
        });
        outgoing.on('socket', (socket) => {
            // Nothing of the request leaves before the handshake is over, so until then it is not sent.
            if (socket.connecting) {
                socket.once(secure ? 'secureConnect' : 'connect', () => {
                    connected = true;
                });
            }
            else {
                connected = true;
            }
        });
        outgoing.on('error', (error) => {
            const kind = connected ? 'reset' : 'unreachable';
            fail(kind, (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error), error);
        });
        // Without a listener, Node drops the connection and tells nobody.
        outgoing.on('upgrade', (_, socket) => {
            socket.destroy();
            fail('reset', 'it switched to another protocol');
        });
        outgoing.on('response', (incoming) => {
            head = incoming;
            connected = true;
            incoming.on('data', (chunk) => {
                length += chunk.length;
                if (length > MAX_BODY_BYTES)
                    fail('too-large', 'the answer is larger than 16 MiB');
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer broke off', error));
            incoming.on('end', () => {
                settle();
                resolve(answer());
            });
        });
        if (signal?.aborted)
            cancel();
        else
            signal?.addEventListener('abort', cancel, { once: true });
        outgoing.end(request.body);
    });
}


/***/ })

};
