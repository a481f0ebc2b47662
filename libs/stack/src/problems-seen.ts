/** Whether the tests met every kind of problem that is documented, and none that is not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Problems that no test can cause, each with its reason.
const unreachable: Readonly<Record<string, string>> = {};

const catalogue = 'docs/api/README.md';

/** Compares the problem types that the whole suite met with the documented ones; returns the differences. */
export const problemFaults = (root: string, met: readonly string[]): string[] =>
  compare(documented(readFileSync(join(root, catalogue), 'utf8')), met);

/** The problem codes in the last table of the catalogue. */
export function documented(page: string): string[] {
  const section = page.slice(page.indexOf('\n## Problems'));
  return [...section.matchAll(/^\| (\w+) \| \d{3} \|/gm)].map((match) => match[1] ?? '');
}

export function compare(known: readonly string[], seen: readonly string[]): string[] {
  const met = new Set(seen.map((type) => type.split(':').at(-1) ?? ''));
  const never = known.filter((code) => !met.has(code) && unreachable[code] === undefined);
  const unknown = [...met].filter((code) => !known.includes(code));
  return [
    ...never.map((code) => `no test met the problem ${code}`),
    ...unknown.sort().map((code) => `a test met the problem ${code}, which ${catalogue} does not contain`),
    ...Object.keys(unreachable)
      .filter((code) => met.has(code))
      .map((code) => `a test met the problem ${code} after all`),
  ];
}
