import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const root = join(import.meta.dirname, '../..');
const config = join(root, '.dependency-cruiser.cjs');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

const output = execFileSync(process.execPath, [cruiser, '--config', config, '--output-type', 'json', 'apps', 'libs'], {
  cwd: join(import.meta.dirname, 'fixtures/graph'),
  encoding: 'utf8',
});
const { violations } = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary;
const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };

describe('dependency graph', () => {
  it.each(forbidden)('refuses $name', ({ name }) => {
    expect(violations.map(({ rule }) => rule.name)).toContain(name);
  });

  it('allows a slice the texts of its service, and the facts and the module of another slice', () => {
    expect(violations.map(({ from }) => from)).not.toContain('apps/cooperation/src/forum/meetings/good.ts');
  });

  it('allows libs/domain zod and node', () => {
    expect(violations.map(({ from }) => from)).not.toContain('libs/domain/src/money.ts');
  });

  it('allows libs/subscriber node and itself', () => {
    expect(violations.map(({ from }) => from)).not.toContain('libs/subscriber/src/good.ts');
  });

  it('allows libs/subscriber the client of NATS in its files for NATS, which may be asked for', () => {
    const allowed = ['libs/subscriber/src/nats.ts', 'libs/subscriber/src/asks-for-nats.ts'];
    expect(violations.filter(({ from }) => allowed.includes(from))).toEqual([]);
  });

  it('finds one violation of each rule in the fixtures', () => {
    expect(violations).toHaveLength(forbidden.length);
  });
});
