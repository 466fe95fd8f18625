export const id = 400;
export const ids = [400];
export const modules = {

/***/ 4400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   retrieve: () => (/* binding */ retrieve)
/* harmony export */ });
/** One key by its id, in one request. */
async function retrieve(request, { client }) {
    const { key } = await client.retrieve(request.keyId);
    return { operation: 'retrieve', key };
}


/***/ })

};
