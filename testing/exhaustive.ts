/** Whether this is `npm run test:exhaustive`: all of each exploration, and the bundle in more scenes. */
export const EXHAUSTIVE = process.env.EXHAUSTIVE === '1';
