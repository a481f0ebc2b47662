// A decision record is one page: numbered, short, and honest about what would change it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const parts = ['Context', 'Decision', 'Consequences', 'What would change it'];

export function faultyDecision(path: string, text: string): string[] {
  const count = text.trimEnd().split('\n').length;
  const number = /(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1];
  const missing = parts.filter((part) => !text.includes(`**${part}.**`));
  return [
    ...(count > 25 ? [`${path} has ${count} lines, 25 are allowed`] : []),
    ...(number && text.startsWith(`# ${Number(number)}. `) ? [] : [`${path} does not carry its number`]),
    ...missing.map((part) => `${path} has no section ${part}`),
  ];
}

export function faultyDecisions(root: string): string[] {
  const paths = globSync('docs/adr/*.md', { cwd: root }).sort();
  const numbers = paths.map((path) => path.slice('docs/adr/'.length, 'docs/adr/0000'.length));
  const twice = numbers.filter((number, nth) => numbers.indexOf(number) !== nth);
  return [
    ...paths.flatMap((path) => faultyDecision(path, readFileSync(join(root, path), 'utf8'))),
    ...twice.map((number) => `two decisions are number ${number}`),
  ];
}
