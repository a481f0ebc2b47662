import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onSystem } from '../security/system.ts';

// An integrator generates a client from the document of the door, with the tool of their choice: it compiles under `strict`, and plays
// a consultation from notice to decision.

const root = resolve(import.meta.dirname, '../../../..');
const folder = join(root, '.run/clients');
const run = promisify(execFile);
const node = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  run(process.execPath, [script, ...args], { cwd: folder, env });
const tool = (path: string): string => join(root, 'node_modules', path);

const generators: Record<string, () => Promise<unknown>> = {
  // A field with a default may be left out of what is sent.
  'openapi-fetch': () =>
    node(tool('openapi-typescript/bin/cli.js'), [
      ...['openapi.json', '--output', 'openapi-typescript.ts', '--default-non-nullable=false'],
    ]),
  'hey-api': () => node(tool('@hey-api/openapi-ts/bin/run.js'), ['--file', 'openapi-ts.config.mjs']),
  orval: () => node(tool('orval/dist/bin/orval.mjs'), ['--config', 'orval.config.mjs']),
};

const heyApi = `export default {
  input: './openapi.json',
  output: { path: './hey-api', importFileExtension: '.ts' },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
};`;

const orval = (baseUrl: string) => `export default {
  passerelle: { input: './openapi.json', output: { target: './orval.ts', client: 'fetch', baseUrl: '${baseUrl}' } },
};`;

const strict = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  },
};

describe('a generated client', () => {
  const system = onSystem();

  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(import.meta.dirname, 'fixtures'), folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(system.document));
    writeFileSync(join(folder, 'openapi-ts.config.mjs'), heyApi);
    writeFileSync(join(folder, 'orval.config.mjs'), orval(system.url));
  });

  const env = () => ({
    ...process.env,
    PASSERELLE_URL: system.url,
    PASSERELLE_TOKENS: JSON.stringify(system.issuer.tokens),
  });

  it.each(Object.keys(generators))(
    'compiles under strict and plays a consultation: %s',
    async (name) => {
      await generators[name]?.();
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...strict, files: [`play-${name}.ts`] }));
      await node(tool('typescript/bin/tsc'), ['--project', 'tsconfig.json']);
      const { stdout } = await node(`play-${name}.ts`, [], env());
      expect(JSON.parse(stdout)).toEqual({ possible: ['communicateDecision', 'withdraw'], status: 'closed' });
    },
    longTestLimitMs,
  );
});
