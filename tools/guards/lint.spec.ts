import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Fixture {
  fixture: string;
  expects: string;
  found: string[];
}

const output = execFileSync(process.execPath, [join(import.meta.dirname, 'lint-fixtures.mjs')], { encoding: 'utf8' });
const { rules, results } = JSON.parse(output) as { rules: string[]; results: Fixture[] };
const refused = results.filter(({ expects }) => expects.startsWith('refuses '));
const accepted = results.filter(({ expects }) => expects === 'accepts');

describe('lint', () => {
  it('has an expectation in every fixture', () => {
    expect(refused.length + accepted.length).toBe(results.length);
    expect(accepted.length).toBeGreaterThan(0);
  });

  it.each(refused)('refuses $fixture', ({ expects, found }) => {
    const [rule = '', sentence = ''] = expects.slice('refuses '.length).split(/: (.*)/);
    expect(found.filter((finding) => finding.startsWith(`${rule}: `) && finding.includes(sentence))).toHaveLength(1);
  });

  it.each(accepted)('accepts $fixture', ({ found }) => {
    expect(found).toEqual([]);
  });

  it.each(rules)('is proven by a fixture: %s', (rule) => {
    expect(refused.flatMap(({ found }) => found).some((finding) => finding.startsWith(rule))).toBe(true);
  });
});
