// Kinds of test: `*.spec.ts` test pure rules; `*.e2e.spec.ts` use a real PostgreSQL and a real NATS. So do `*.long.spec.ts`, which
// need minutes or a rare tool, and `*.volume.spec.ts`, which measure time and large tables and need a quiet machine:
// `npm test -- --long` runs both.
import { globSync, readFileSync } from 'node:fs';

const shared = {
  rootDir: '.',
  testEnvironment: '<rootDir>/libs/testing/src/environment.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Sources, not builds; `import` must never be added here: it would load ESM where Jest requires CommonJS.
  testEnvironmentOptions: { customExportConditions: ['@passerelle/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/', '/.run/', '/.nx/'],
};

const servers = {
  globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
};

// Suites on the stage of a service run together in its `stage.e2e.spec.ts`, where the service starts once: that is how Nx runs
// them. A file named on the command line runs alone.
const together = process.env.PASSERELLE_SUITES === 'together';
const onStage = globSync('{apps,libs}/**/*.e2e.spec.ts', { cwd: import.meta.dirname, exclude: ['**/node_modules'] })
  .filter((path) => / = on(Stage|Door|System)\(/.test(readFileSync(path, 'utf8')))
  .map((path) => `/${path}$`);

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(e2e|long|volume)\\.spec\\.ts$', '/fixtures/'],
    },
    {
      ...shared,
      ...servers,
      displayName: 'e2e',
      testMatch: ['**/*.e2e.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...(together ? onStage : ['/stage\\.e2e\\.spec\\.ts$'])],
    },
    { ...shared, ...servers, displayName: 'long', testMatch: ['**/*.long.spec.ts'] },
    { ...shared, ...servers, displayName: 'volume', testMatch: ['**/*.volume.spec.ts'] },
  ],
};
