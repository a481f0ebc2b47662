/**
 * `npm run test:faults`: plants the faults of planted-faults/faults.ts one at a time in a copy of the last commit, and
 * prints which tests of `npm test` notice each. First the same tests run on the unchanged copy, and must pass: a test
 * that fails anyway proves nothing. An argument picks the faults whose description contains it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from '@passerelle/stack/build';
import { say } from '@passerelle/stack/progress';
import { faults, type Fault } from './planted-faults/faults.ts';

const root = resolve(import.meta.dirname, '../../..');
// Not in `.run`, which Jest ignores.
const copy = join(mkdtempSync(join(tmpdir(), 'passerelle-planted-')), 'copy');
const chosen = faults.filter(({ what }) => what.includes(process.argv[2] ?? ''));

interface Verdict {
  readonly ran: boolean;
  readonly passes: boolean;
  /** The first test that failed, or the end of the output. */
  readonly words: string;
}

function copyOfLastCommit(): void {
  execFileSync('git', ['clone', '--quiet', root, copy]);
  // Also packages of another version than the one at the root.
  for (const packages of ['node_modules', ...globSync('{apps,libs}/*/node_modules', { cwd: root })])
    execFileSync('cp', ['-al', join(root, packages), join(copy, packages)]);
}

async function judge([kind, pattern]: Fault['noticedBy']): Promise<Verdict> {
  // Some tests start services as processes, which run the build.
  if (kind === 'e2e') await build(copy, tmpdir());
  const command = [join(copy, 'tools', 'test.mjs'), `--${kind}`, pattern];
  const limit = { timeout: 600_000, maxBuffer: 64 * 2 ** 20 };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: 'utf8', ...limit });
  const [, failed] = /^ {2}● (.*)$/m.exec(stderr) ?? [];
  // Without a test that ran, nothing could notice the fault.
  const ran = !/^0 passed, 0 failed/m.test(stdout);
  return { ran, passes: ran && status === 0, words: failed ?? stderr.trim().split('\n').slice(-5).join(' ') };
}

async function plant({ file, before, after, noticedBy }: Fault): Promise<Verdict> {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(before, () => after),
  );
  try {
    return await judge(noticedBy);
  } finally {
    writeFileSync(path, text);
  }
}

copyOfLastCommit();
const controls = new Map(chosen.map(({ noticedBy }) => [noticedBy.join(' '), noticedBy]));
const red: string[] = [];
for (const [name, tests] of controls) if (!(await judge(tests)).passes) red.push(name);
for (const name of red) say(`red without a fault: ${name}`);
const missed: string[] = [];
for (const fault of chosen) {
  const { ran, passes, words } = await plant(fault);
  const isMissed = passes || !ran;
  if (isMissed) missed.push(fault.what);
  say(`| ${fault.what} | ${fault.noticedBy.join(' ')} | ${isMissed ? '**missed**' : words.replaceAll('|', '/')} |`);
}
rmSync(resolve(copy, '..'), { recursive: true, force: true });
say(`${chosen.length - missed.length} of ${chosen.length} noticed`);
process.exit(red.length + missed.length === 0 ? 0 : 1);
