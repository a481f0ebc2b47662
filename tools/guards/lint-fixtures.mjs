// Lints every fixture as if its path below `fixtures/lint` were its path in the repository, and prints the findings as JSON for
// lint.spec.ts. A separate process: ESLint, TypeScript and Nx load in a second here, and in ten seconds inside Jest.
import { ESLint } from 'eslint';
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import tseslint from 'typescript-eslint';
import { language, types } from './rules/language.mjs';
import { syntax } from './rules/syntax.mjs';

const root = join(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'fixtures');
// A path that does not exist belongs to no TypeScript project, so rules that need types have separate fixtures.
const pretending = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });
const typed = new ESLint({
  cwd: root,
  ignore: false,
  overrideConfig: { languageOptions: { parserOptions: { project: 'tools/guards/fixtures/typed/tsconfig.json' } } },
});

async function lint(eslint, fixture, filePath) {
  const text = readFileSync(fixture, 'utf8');
  const [result] = await eslint.lintText(text, { filePath });
  const expects = text.slice('// '.length, text.indexOf('\n'));
  return {
    fixture: relative(fixtures, fixture),
    expects,
    found: result.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  };
}

const results = [];
for (const path of globSync('**/*.ts', { cwd: join(fixtures, 'lint') }).sort())
  results.push(await lint(pretending, join(fixtures, 'lint', path), join(root, path)));
for (const path of globSync('*.ts', { cwd: join(fixtures, 'typed') }).sort())
  results.push(await lint(typed, join(fixtures, 'typed', path), join(fixtures, 'typed', path)));

const sentences = Object.values(syntax).flatMap((group) =>
  group.map(({ message }) => `no-restricted-syntax: ${message}`),
);
const restricted = ['no-console', 'no-restricted-properties', 'no-restricted-imports', 'no-restricted-globals'];
const rules = [
  '@nx/enforce-module-boundaries',
  ...Object.keys(language),
  ...Object.keys(types),
  ...restricted,
  ...sentences,
];
process.stdout.write(JSON.stringify({ rules, results }));
