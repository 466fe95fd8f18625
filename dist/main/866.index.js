export const id = 866;
export const ids = [866];
export const modules = {

/***/ 2866:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   seal: () => (/* binding */ seal)
/* harmony export */ });
/* harmony import */ var libsodium_wrappers__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4768);

/**
 * Encrypts a value with a public key as GitHub requires: libsodium's `crypto_box_seal`, in Base64.
 * libsodium refuses weak keys.
 * https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey - 32 bytes in Base64
 * @throws Error if the key is not valid
 */
async function seal(publicKey, value) {
    await libsodium_wrappers__WEBPACK_IMPORTED_MODULE_0__/* ["default"].ready */ .Ay.ready;
    const key = Buffer.from(publicKey, 'base64');
    if (key.length !== libsodium_wrappers__WEBPACK_IMPORTED_MODULE_0__/* ["default"] */ .Ay.crypto_box_PUBLICKEYBYTES) {
        throw new Error(`it has ${key.length} bytes instead of ${libsodium_wrappers__WEBPACK_IMPORTED_MODULE_0__/* ["default"] */ .Ay.crypto_box_PUBLICKEYBYTES}`);
    }
    const box = libsodium_wrappers__WEBPACK_IMPORTED_MODULE_0__/* ["default"] */ .Ay.crypto_box_seal(Buffer.from(value.reveal()), key);
    return Buffer.from(box).toString('base64');
}


/***/ })

};
