export const id = 968;
export const ids = [968];
export const modules = {

/***/ 9968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   create: () => (/* binding */ create)
/* harmony export */ });
/* harmony import */ var _delivery_evidence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5195);
/* harmony import */ var _delivery_make_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5662);
/* harmony import */ var _delivery_prepare_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6107);
/* harmony import */ var _delivery_undo_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7900);
/* harmony import */ var _domain_admin_key_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6921);
/* harmony import */ var _domain_delivered_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8304);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9342);
/* harmony import */ var _domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3246);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4402);
/* harmony import */ var _not_now_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5366);










/** Makes a key and hands its value to those it is meant for, or finds the one that is there. */
async function create(request, tools) {
    const { store } = tools;
    const { name, lifetime, revokeAfterJob, targets, ifExists } = request;
    const result = {
        operation: 'create',
        outcome: 'created',
        key: null,
        name,
        lifetime,
        revokeAfterJob,
        targets,
        written: [],
        handedTo: [],
    };
    const found = ifExists === 'create' ? undefined : await (0,_delivery_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .findKeys */ .WB)(name, tools);
    const live = (0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_8__/* .newestOf */ .su)(found?.keys.filter((key) => (0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_8__/* .isLive */ .DG)(key, found.now)) ?? []);
    if (live !== undefined && ifExists === 'fail')
        throw alreadyThere(live);
    const seen = store === null ? undefined : await (0,_delivery_prepare_js__WEBPACK_IMPORTED_MODULE_2__/* .survey */ .Fr)(targets, store, tools);
    if (seen !== undefined)
        (0,_delivery_prepare_js__WEBPACK_IMPORTED_MODULE_2__/* .warnOfAll */ .$0)(seen, tools.log);
    if (live !== undefined && found !== undefined && (await isInPlace(live, found, seen, tools))) {
        return { ...result, outcome: 'reused', key: live };
    }
    const ready = store !== null && seen !== undefined ? (await (0,_delivery_prepare_js__WEBPACK_IMPORTED_MODULE_2__/* .prepare */ .iA)(seen, store)).ready : [];
    if (request.dryRun)
        return { ...result, outcome: 'planned' };
    if (seen !== undefined)
        await (0,_delivery_prepare_js__WEBPACK_IMPORTED_MODULE_2__/* .awaitQuiet */ .TO)(seen, tools);
    const purpose = revokeAfterJob ? 'job' : 'delivery';
    const offset = (found?.isTimed ? found.offset : seen?.offset) ?? null;
    const order = (0,_delivery_make_js__WEBPACK_IMPORTED_MODULE_1__/* .orderFor */ .c)(request, purpose, ready, offset);
    const made = await (0,_delivery_make_js__WEBPACK_IMPORTED_MODULE_1__/* .makeKey */ .o)(order, tools, found?.ids);
    await (0,_hand_over_js__WEBPACK_IMPORTED_MODULE_6__/* .refuseOwnValue */ .O)(made, request, tools);
    const home = await (0,_hand_over_js__WEBPACK_IMPORTED_MODULE_6__/* .bringHome */ .S)(request, made, { ready, offset: seen?.offset }, tools);
    const done = { ...result, key: made.key, ...home };
    if (revokeAfterJob)
        return done;
    const unsettled = (0,_delivery_undo_js__WEBPACK_IMPORTED_MODULE_3__/* .noteSettled */ .wi)(tools);
    // With secrets, the post step tells by the writes that the key stays.
    if (unsettled === undefined || store !== null)
        return done;
    return { ...done, failure: willBeDeleted(made.key, unsettled) };
}
function willBeDeleted({ id }, why) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('partial', `The post step will delete the new key (\`${id}\`), since it cannot be told that this step is done: do ` +
        `not use its value. ${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_4__/* .messageOf */ .bD)(why)}`, { cause: why });
}
/**
 * Without secrets, a live key is all there is to reuse; with them, it has to be the one they hold.
 *
 * @throws ActionError where it may be on its way into them, or never gets there
 */
async function isInPlace(live, found, seen, { store }) {
    if (seen === undefined || store === null)
        return true;
    const evidence = (0,_delivery_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .gatherEvidence */ .hx)(found, seen);
    const newest = (0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_8__/* .newestOf */ .su)(found.keys) ?? live;
    const why = (0,_domain_delivered_js__WEBPACK_IMPORTED_MODULE_9__/* .whyUndelivered */ .Eu)(evidence);
    if (why === undefined)
        return live === newest && (0,_delivery_evidence_js__WEBPACK_IMPORTED_MODULE_0__/* .areAccessible */ .f4)(seen, store);
    const isDue = !(0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_8__/* .isLive */ .DG)(newest, found.now);
    const plan = (0,_domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .planUndelivered */ .z)(newest, why, isDue, { evidence, now: found.now });
    if (plan !== undefined)
        throw await (0,_not_now_js__WEBPACK_IMPORTED_MODULE_7__/* .notNow */ .q)(plan, evidence, seen, store);
    return false;
}
function alreadyThere(key) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('exists', `A live key named \`${key.name}\` is there already (\`${key.id}\`), and \`if-exists\` is \`fail\`. No ` +
        'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.');
}


/***/ })

};
