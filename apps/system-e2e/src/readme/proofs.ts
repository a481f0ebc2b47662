// Every command on a page is proved by running it: a command without a proof fails, and so does a proof that does not
// run it.
import type { Shell } from './shell.ts';

export type Proofs = Readonly<Record<string, (command: string) => void | Promise<void>>>;

export async function prove(command: string, proofs: Proofs, { typed }: Pick<Shell, 'typed'>): Promise<void> {
  const proof = proofs[command];
  if (proof === undefined) throw new Error(`The README shows "${command}" and no test runs it: add its proof`);
  await proof(command);
  if (!typed.has(command)) throw new Error(`The proof of "${command}" passes without running it as it is typed`);
}
