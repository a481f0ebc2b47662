import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

// A clone without installed packages, on a machine with a fake npm.
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'passerelle-bare-'));
  mkdirSync(join(clone, 'tools'));
  for (const file of ['bootstrap.mjs', 'run.mjs'])
    copyFileSync(join(import.meta.dirname, file), join(clone, 'tools', file));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  writeFileSync(join(clone, 'tools/greet.ts'), 'console.log(`hello ${process.argv[2]}`);\nprocess.exitCode = 3;\n');
});

afterEach(() => rmSync(clone, { recursive: true }));

function program(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function type(...args: string[]) {
  const env = { PATH: [join(clone, 'tools'), process.env.PATH].join(delimiter) };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/run.mjs', ...args], {
    cwd: clone,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, said: stdout + stderr };
}

const installing = `mkdir -p node_modules/.bin
echo '{}' > node_modules/.package-lock.json
ln -s '${process.execPath}' node_modules/.bin/node
printf '#!/bin/sh\\necho formatted "$@"' > node_modules/.bin/prettier
chmod +x node_modules/.bin/prettier`;

it('installs missing packages once, and then runs a file or a program of a package', () => {
  program(join(clone, 'tools/npm'), installing);
  const first = type('tools/greet.ts', 'Ada');
  expect(first).toEqual({ status: 3, said: expect.stringMatching(/^installing the packages [^]*hello Ada\n$/) });
  expect(type('prettier', '--write', '.')).toEqual({ status: 0, said: 'formatted --write .\n' });
});

it('explains in one line that the packages cannot be installed', () => {
  program(join(clone, 'tools/npm'), 'exit 7');
  const { status, said } = type('tools/greet.ts', 'Ada');
  expect(status).toBe(1);
  expect(said).toMatch(/\nnpm ci failed \(7\)\. The lines above say why; [^\n]*\n$/);
});
