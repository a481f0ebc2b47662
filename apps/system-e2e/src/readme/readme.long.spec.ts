import { readFileSync } from 'node:fs';
import { longCommandsIn } from './commands.ts';
import { copyOfTree } from './copy.ts';
import { prove, type Proofs } from './proofs.ts';
import { openShell } from './shell.ts';

// The commands that the README marks as long, as its reader types them, in a copy of the tree: they measure and kill a
// separate stack, since a developer may be using the usual one. The README documents how to shorten them.

const commands = longCommandsIn(readFileSync('README.md', 'utf8'));
const limitMs = 900_000;
const shell = openShell();
const copy = copyOfTree();
/** Started and not proved: the journal and the logs of a failure stay in the copy. */
const unproved = new Set<string>();

afterAll(async () => {
  await shell.close();
  if (unproved.size === 0) copy.remove();
}, limitMs);

const proofs: Proofs = {
  'npm run bench': async (command) => {
    const said = await shell.run(command, { folder: copy.path, env: { BENCH_SECONDS: '1' } });
    for (const part of ['memory of gateway, fresh', 'written to .run/bench.json']) expect(said).toContain(part);
  },
  'npm run test:crash': async (command) => {
    const said = await shell.run(command, { folder: copy.path, env: { CRASH_WRITES: '500' } });
    expect(said).toMatch(/^lost +0$/m);
  },
};

it.each(commands)(
  '%s',
  async (command) => {
    unproved.add(command);
    await prove(command, proofs, shell);
    unproved.delete(command);
  },
  limitMs,
);

it('has no proof of a command that the README does not mark as long', () => {
  expect(Object.keys(proofs).filter((command) => !commands.includes(command))).toEqual([]);
});
