/** Records every problem type that is sent in a test: the whole suite must meet all documented types. */
import { appendFileSync } from 'node:fs';

const written = new Set<string>();

export function writeDownProblem(type: unknown): void {
  const file = process.env.PASSERELLE_PROBLEMS_SEEN;
  if (file === undefined || typeof type !== 'string' || !type.startsWith('urn:problem-type:')) return;
  if (written.has(type)) return;
  written.add(type);
  appendFileSync(file, `${type}\n`);
}
