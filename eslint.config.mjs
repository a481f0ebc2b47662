// The house rules that a machine can hold. Each one has a fixture in tools/guards/fixtures that must fail; comments cannot
// switch a rule off: an exception is written here, with its reason, or not at all.
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { sourceBoundaries, specBoundaries } from './tools/guards/rules/boundaries.mjs';
import {
  appImports,
  configImports,
  freeImports,
  outboundImports,
  sourceImports,
} from './tools/guards/rules/imports.mjs';
import { language, specLanguage, types } from './tools/guards/rules/language.mjs';
import { forbid, syntax } from './tools/guards/rules/syntax.mjs';

// Without a project graph in its cache the boundary rule skips itself with a warning: half a second buys certainty.
await createProjectGraphAsync({ exitOnError: true });

const { everywhere, noReExports, indexFile, sources, noHttpCalls, apps, specs } = syntax;

export default [
  { ignores: ['**/dist/', '**/node_modules/', '.run/', '.nx/', 'coverage/', 'tools/guards/fixtures/'] },
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
    rules: { ...sourceImports, 'no-console': 'error', ...forbid(everywhere, noReExports, sources, noHttpCalls) },
  },
  {
    files: ['apps/*/src/**/*.ts'],
    rules: { ...appImports, ...forbid(everywhere, noReExports, sources, noHttpCalls, apps) },
  },
  { files: ['libs/platform/src/*/index.ts'], rules: forbid(everywhere, sources, noHttpCalls) },
  { files: ['libs/platform/src/config/*.ts'], rules: configImports },
  { files: ['libs/platform/src/{identity,outbound}/*.ts'], rules: outboundImports },
  { files: ['libs/testing/src/**/*.ts'], rules: { ...freeImports, ...forbid(everywhere, noReExports, sources) } },
  {
    files: ['**/index.ts'],
    ignores: ['libs/platform/src/*/index.ts'],
    rules: forbid(everywhere, noReExports, indexFile),
  },
  {
    files: ['**/*.spec.ts'],
    rules: { ...specLanguage, ...freeImports, ...specBoundaries, ...forbid(everywhere, noReExports, specs) },
  },
  {
    files: ['**/*.builder.ts'],
    rules: { ...freeImports, ...specBoundaries, ...forbid(everywhere, noReExports, sources) },
  },
  prettier,
];
