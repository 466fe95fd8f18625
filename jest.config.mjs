import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  // No test measures how fast something is; this only ends one that hangs.
  testTimeout: process.env.EXHAUSTIVE === '1' ? 21_600_000 : 900_000,
  // A worker waits while a step of the bundle runs for it, so this is how many of them work at once.
  maxWorkers: availableParallelism(),
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Files that hold types alone have nothing to run.
  collectCoverageFrom: ['src/**/*.ts', '!src/**/{context,types,result}.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text', 'lcovonly'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
