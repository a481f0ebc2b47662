// Kinds of test: `*.spec.ts` are pure rules, `*.e2e.spec.ts` run against a real PostgreSQL and a real NATS, and so do
// `*.long.spec.ts`, which need minutes or a tool that not every machine has: `npm test -- --long`.
const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Sources, not builds; `import` must never be added here: it would load ESM where Jest asks for CommonJS.
  testEnvironmentOptions: { customExportConditions: ['@passerelle/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '/.run/', '/.nx/'],
};

const servers = {
  globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(e2e|long)\\.spec\\.ts$', '/fixtures/'],
    },
    { ...shared, ...servers, displayName: 'e2e', testMatch: ['**/*.e2e.spec.ts'] },
    { ...shared, ...servers, displayName: 'long', testMatch: ['**/*.long.spec.ts'] },
  ],
};
