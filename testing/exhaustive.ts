/** Whether this is `npm run test:exhaustive`: all of each exploration, and the bundle wherever it can run. */
export const EXHAUSTIVE = process.env.EXHAUSTIVE === '1';
