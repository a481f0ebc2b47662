// The lint rules of this repository. Each one has a fixture in tools/guards/fixtures that must fail; comments cannot switch a rule
// off: exceptions are written here, with their reason.
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { sourceBoundaries, specBoundaries } from './tools/guards/rules/boundaries.mjs';
import {
  appImports,
  configImports,
  freeImports,
  discoveryImports,
  sourceImports,
} from './tools/guards/rules/imports.mjs';
import { language, specLanguage, types } from './tools/guards/rules/language.mjs';
import { forbid, syntax } from './tools/guards/rules/syntax.mjs';

// Without a cached project graph the boundary rule skips itself with a warning, so the graph is created first, in half a second.
await createProjectGraphAsync({ exitOnError: true });

// Code that starts, tests and breaks the system from outside: it prints, reads the environment and calls over HTTP.
const tests = ['apps/system-e2e/**', 'libs/stack/**'];

const { everywhere, noReExports, indexFile, sources, sourcesWithoutTables, noHttpCalls, apps, specs } = syntax;

export default [
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '.run/',
      '.nx/',
      'coverage/',
      'tools/guards/fixtures/',
      'apps/system-e2e/src/clients/fixtures/',
    ],
  },
  { linterOptions: { noInlineConfig: true } },
  { files: ['**/*.{mjs,cjs,js,ts}'], rules: language },
  ...[tseslint.configs.base, ...tseslint.configs.recommended].map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: 'tools/guards/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: { ...types, ...sourceBoundaries, ...forbid(everywhere, noReExports) },
  },
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: tests,
    rules: { ...sourceImports, 'no-console': 'error', ...forbid(everywhere, noReExports, sources, noHttpCalls) },
  },
  {
    files: ['apps/*/src/**/*.ts'],
    ignores: tests,
    rules: { ...appImports, ...forbid(everywhere, noReExports, sources, noHttpCalls, apps) },
  },
  { files: ['libs/platform/src/*/*/index.ts'], rules: forbid(everywhere, sources, noHttpCalls) },
  { files: ['libs/subscriber/src/*.ts'], rules: forbid(everywhere, noReExports, sourcesWithoutTables, noHttpCalls) },
  // The subscriber runs in other houses: it calls their Passerelle in one file, and reads the environment in another.
  { files: ['libs/platform/src/kernel/config/*.ts', 'libs/subscriber/src/bin.ts'], rules: configImports },
  { files: ['libs/platform/src/access/identity/*.ts', 'libs/subscriber/src/call.ts'], rules: discoveryImports },
  { files: ['libs/testing/src/**/*.ts'], rules: { ...freeImports, ...forbid(everywhere, noReExports, sources) } },
  {
    files: ['**/index.ts'],
    ignores: ['libs/platform/src/*/*/index.ts'],
    rules: forbid(everywhere, noReExports, indexFile),
  },
  {
    files: ['**/*.spec.ts'],
    rules: { ...specLanguage, ...freeImports, ...specBoundaries, ...forbid(everywhere, noReExports, specs) },
  },
  {
    // The schema of a state gives an entity its fields: an interface with the entity's name declares them.
    files: ['{apps,libs}/*/src/**/*.entity.ts'],
    rules: {
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
    },
  },
  {
    files: ['**/*.builder.ts'],
    rules: {
      ...freeImports,
      ...specBoundaries,
      ...forbid(everywhere, noReExports, sources),
      // Shared code of specs may access private members, as specs may.
      '@typescript-eslint/consistent-type-assertions': 'off',
    },
  },
  // Tools and system tests may import every project: dependency-cruiser checks that no project imports them.
  { files: ['apps/system-e2e/**/*.ts', 'tools/**/*.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  prettier,
];
