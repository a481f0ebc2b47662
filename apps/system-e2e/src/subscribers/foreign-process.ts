// Programs of another region: each runs in an empty folder with its own key, and knows nothing but an address.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { freshFolder } from '@passerelle/stack/test-run';

const root = resolve(import.meta.dirname, '../../../..');
const command = join(root, 'libs/subscriber/dist/bin.js');

/** An event as a follower printed it. */
export interface Followed {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Feed {
  readonly base: string;
  readonly product: string;
  readonly key: string;
  /** Events come over NATS; the gateway is asked only for what is not there, and for the proof. */
  readonly nats?: { readonly url: string; readonly seed: string };
}

export interface Follower {
  readonly seen: readonly Followed[];
  stop(): Promise<void>;
  /** Whether it can prove that it has every event: the exit code and what it said. */
  proof(): Promise<{ readonly code: number | null; readonly said: string }>;
}

/** `npx --no passerelle-subscriber follow`, and `doctor` for the proof. */
export function followByPackage(feed: Feed): Follower {
  const folder = freshFolder('foreign');
  const target = ['--base', feed.base, '--product', feed.product, '--api-key-env', 'KEY', '--store', 'position.json'];
  const over = feed.nats === undefined ? [] : ['--nats', feed.nats.url, '--nkey-env', 'SEED'];
  const run = { file: process.execPath, args: (act: string) => [command, act, ...target, ...over], cwd: folder };
  return follower({ ...run, env: { KEY: feed.key, SEED: feed.nats?.seed ?? '' } }, 'follow', 'doctor');
}

/** The program of docs/subscribe.md. */
export function followInPython(feed: Feed): Follower {
  const folder = freshFolder('foreign');
  const page = readFileSync(join(root, 'docs/subscribe.md'), 'utf8');
  writeFileSync(join(folder, 'follow.py'), /```python\n(.*?)\n```/s.exec(page)?.[1] ?? '');
  const env = { PASSERELLE_BASE: feed.base, PASSERELLE_PRODUCT: feed.product, PASSERELLE_KEY: feed.key };
  const run = { file: 'python3', args: (act: string) => ['follow.py', ...(act === '' ? [] : [act])], cwd: folder };
  return follower({ ...run, env }, '', 'proof');
}

interface Run {
  readonly file: string;
  readonly args: (act: string) => string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

function follower({ file, args, cwd, env }: Run, follow: string, prove: string): Follower {
  const options = { cwd, env: { PATH: process.env.PATH, ...env } };
  const program = spawn(file, args(follow), { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: Followed[] = [];
  if (program.stdout !== null)
    createInterface({ input: program.stdout }).on('line', (line) => seen.push(JSON.parse(line)));
  return {
    seen,
    stop: () => ended(program),
    proof: async () => {
      const prover = spawn(file, args(prove), { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      const said = Promise.all([text(prover.stdout), text(prover.stderr)]);
      await once(prover, 'exit');
      return { code: prover.exitCode, said: (await said).join('') };
    },
  };
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, 'exit');
  program.kill('SIGTERM');
  await exit;
}
