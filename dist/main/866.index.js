export const id = 866;
export const ids = [866];
export const modules = {

/***/ 2866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   badKey: () => (/* binding */ badKey),
/* harmony export */   checkPublicKey: () => (/* binding */ checkPublicKey),
/* harmony export */   seal: () => (/* binding */ seal)
/* harmony export */ });
/* harmony import */ var libsodium_wrappers__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4768);
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5931);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4706);




/**
 * Encrypts a value with a public key as GitHub requires: libsodium's `crypto_box_seal`, in Base64.
 * libsodium refuses weak keys.
 * https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey - 32 bytes in Base64
 * @throws Error if the key is not valid
 */
async function seal(publicKey, value) {
    await libsodium_wrappers__WEBPACK_IMPORTED_MODULE_3__/* ["default"].ready */ .Ay.ready;
    const key = Buffer.from(publicKey, 'base64');
    if (key.length !== libsodium_wrappers__WEBPACK_IMPORTED_MODULE_3__/* ["default"] */ .Ay.crypto_box_PUBLICKEYBYTES) {
        throw new Error(`it has ${key.length} bytes instead of ${libsodium_wrappers__WEBPACK_IMPORTED_MODULE_3__/* ["default"] */ .Ay.crypto_box_PUBLICKEYBYTES}`);
    }
    const box = libsodium_wrappers__WEBPACK_IMPORTED_MODULE_3__/* ["default"] */ .Ay.crypto_box_seal(Buffer.from(value.reveal()), key);
    return Buffer.from(box).toString('base64');
}
/** @throws Error if nothing can be encrypted with this key */
async function checkPublicKey(publicKey) {
    await seal(publicKey, new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G('trial'));
}
/** The error for a public key that is not valid. */
function badKey(target, why) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('unreadable', `The public key for ${(0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} cannot be used (${why}). No key was made. Check ` +
        '`github-api-url` and the proxy.');
}


/***/ })

};
