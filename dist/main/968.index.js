export const id = 968;
export const ids = [968];
export const modules = {

/***/ 9968:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   create: () => (/* binding */ create)
/* harmony export */ });
/* harmony import */ var _delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2713);
/* harmony import */ var _delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9020);
/* harmony import */ var _delivery_new_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9944);
/* harmony import */ var _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5041);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7271);
/* harmony import */ var _domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9458);
/* harmony import */ var _openai_listing_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5518);
/* harmony import */ var _undelivered_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2435);









/** Makes a key and delivers its value, or finds the key that exists. */
async function create(request, context) {
    const { name, lifetime, revokeAfterJob, targets, ifExists } = request;
    const { store } = context;
    const result = {
        operation: 'create',
        outcome: 'created',
        key: null,
        name,
        lifetime,
        revokeAfterJob,
        targets,
        written: [],
        exposedTo: [],
    };
    const found = ifExists === 'create' ? undefined : await (0,_openai_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .findKeys */ .WB)(context.client, name, context.now);
    const live = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_7__/* .newestOf */ .su)(found?.keys.filter((key) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_7__/* .isLive */ .DG)(key, found.now)) ?? []);
    if (live !== undefined && ifExists === 'fail') {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('exists', `A live key named \`${name}\` exists already (\`${live.id}\`), and \`if-exists\` is \`fail\`. No ` +
            'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.');
    }
    const inspected = await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .inspectSecrets */ .iw)(targets, store, context);
    (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .warnIfOpenToAll */ .sw)(inspected, context);
    if (live && found && (await isReusable(live, found, inspected, context))) {
        return { ...result, outcome: 'reused', key: live };
    }
    const { ready } = await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .prepareSecrets */ .fH)(inspected, store);
    if (request.dryRun)
        return { ...result, outcome: 'planned' };
    await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .waitForDistinctTimestamp */ .Z)(inspected, context);
    const plan = {
        purpose: revokeAfterJob ? 'job' : 'delivery',
        ready,
        offset: (found?.isTimed ? found.offset : inspected.offset) ?? null,
        knownIds: found?.ids ?? new Set(),
    };
    const use = request.outputValue || request.exportEnv !== null ? 'exposure' : 'delivery';
    const { key, written, exposedTo, failure } = await (0,_delivery_new_key_js__WEBPACK_IMPORTED_MODULE_2__/* .withNewKey */ .U)(request, plan, context, async (newKey) => {
        await (0,_delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__/* .checkNewKey */ .CL)(newKey, request, use, plan.knownIds, context);
        return (0,_delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__/* .deliverValue */ .Bl)(request, newKey, { ready, offset: inspected.offset }, context);
    });
    return { ...result, key, written, exposedTo, failure };
}
/** Without secrets, any live key can be reused; with them, it has to be the one that they hold. */
async function isReusable(live, found, inspected, { store }) {
    if (inspected.secrets.length === 0)
        return true;
    const evidence = (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .toDeliveryEvidence */ .Dv)(found, inspected);
    const newest = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_7__/* .newestOf */ .su)(found.keys) ?? live;
    const why = (0,_domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_8__/* .whyUndelivered */ .Eu)(evidence);
    if (why === undefined)
        return live === newest && (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .haveAccess */ .ff)(inspected, store);
    const isDue = !(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_7__/* .isLive */ .DG)(newest, found.now);
    const plan = (0,_domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .planUndelivered */ .zC)(newest, why, isDue, { evidence, now: found.now });
    if (plan !== undefined)
        throw await (0,_undelivered_js__WEBPACK_IMPORTED_MODULE_6__/* .undeliveredError */ .K)(plan, evidence, inspected, store);
    return false;
}


/***/ })

};
