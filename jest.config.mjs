export default {
  testEnvironment: 'node',
  testTimeout: 60_000,
  // Tests that wait for clocks, not for the processor, run side by side.
  maxConcurrency: 8,
  maxWorkers: 3,
  // Connections that are kept alive to local servers must not keep the run alive.
  forceExit: true,
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
  collectCoverageFrom: ['src/**/*.ts', '!src/**/{tools,request,result}.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text', 'lcovonly'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
