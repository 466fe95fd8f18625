export const id = 489;
export const ids = [489];
export const modules = {

/***/ 1489:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAudit: () => (/* binding */ createAudit)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7271);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4706);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8568);





/**
 * Opens a report, which gets a line of JSON for each key that was made, delivered, deleted, kept, refused
 * or in violation. There are no values in it.
 *
 * @param clock - Unix milliseconds, and the environment, which says which run this is
 * @throws ActionError `file` where it cannot be written, before anything is done that it should tell
 */
function createAudit(path, step, { env, now }, redact) {
    const common = {
        operation: step.operation,
        run: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
        attempt: Number(env.GITHUB_RUN_ATTEMPT),
        actor: env.GITHUB_ACTOR,
    };
    let open;
    let deleted = [];
    const audit = {
        /** Why the last line could not be written. */
        failure: undefined,
        /** Takes notice of how far the step got, since that tells of a new key whatever comes of it. */
        see(entry) {
            if (entry.stage !== 'done')
                open = entry;
        },
        /** Takes notice that a new key was deleted. */
        seeDeleted(id) {
            deleted.push({ id, status: 'deleted' });
        },
        /** Notes what became of a key, of those that were seen since too. */
        add(audited) {
            const identity = (0,_outputs_js__WEBPACK_IMPORTED_MODULE_3__/* .identityFields */ .AA)(audited.operation === 'entry' ? audited : step);
            const time = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_4__/* .isoTime */ .Ly)(Math.floor(now() / 1000));
            const lines = [...eventsOf(audited, step, open), ...deleted.map(ofDeletion)].map((event) => `${redact(JSON.stringify({ time, ...common, ...identity, ...event }))}\n`);
            open = undefined;
            deleted = [];
            try {
                (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)(path, lines.join(''), { mode: 0o600 });
            }
            catch (error) {
                const why = `\`report-file\` could not be written (${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}).`;
                const message = `${why} Give a path in a folder that exists.`;
                audit.failure = new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('file', message, { cause: error });
            }
        },
    };
    audit.add({ operation: 'nothing' });
    if (audit.failure !== undefined)
        throw audit.failure;
    return audit;
}
function eventsOf(audited, step, open) {
    switch (audited.operation) {
        case 'create':
        case 'rotate':
        case 'entry':
            return ofKey(audited, open);
        case 'delete':
            return audited.keys.map(ofDeletion);
        case 'verify':
            return audited.violations.map((violation) => {
                const { id, message } = violation;
                return { event: 'violation', key_id: id, reason: message, ...(0,_outputs_js__WEBPACK_IMPORTED_MODULE_3__/* .identityIn */ .K2)(violation) };
            });
        case 'refused':
            return ofKey({ targets: step.targets ?? [], failure: audited.failure }, open);
        default:
            return [];
    }
}
function ofKey(told, open) {
    const { key, id = key?.id ?? null, outcome = '', why = outcome, nextDue = null } = told;
    const { failure, reason = why, targets, written = [], deletions = [] } = told;
    const made = idOfNew(open, failure);
    const about = {
        reason: failure?.message ?? reason,
        ...(nextDue !== null && { next_due: (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_4__/* .isoTime */ .Ly)(nextDue) }),
        targets: targets?.map(_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff),
    };
    const delivered = { ...about, targets: written.map(({ target }) => (0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)) };
    const isKept = failure === undefined && made === undefined && id !== null;
    return [
        ...(made !== undefined ? [{ event: 'made', key_id: made, ...about }] : []),
        ...(written.length > 0 ? [{ event: 'delivered', key_id: id, ...delivered }] : []),
        ...(failure ? [{ event: 'refused', key_id: id, ...about }] : []),
        ...(isKept ? [{ event: 'kept', key_id: id, ...about }] : []),
        ...deletions.map(ofDeletion),
    ];
}
/** The id of a key that was made, null where one may have been; undefined where none was. */
function idOfNew(open, failure) {
    if (open?.stage === 'created')
        return failure?.code === 'foreign' ? null : open.keyId;
    return failure?.code === 'unknown-outcome' ? (open?.reported?.id ?? null) : undefined;
}
function ofDeletion({ id, status }) {
    const isGone = status === 'deleted' || status === 'gone';
    return { event: isGone ? 'deleted' : 'kept', key_id: id, reason: status };
}


/***/ })

};
