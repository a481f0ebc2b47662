import { freshFolder } from '@passerelle/stack/test-run';
import { parts } from '../services.ts';
import { injectableCanary } from './canary.ts';
import { rightQuestions } from './right-questions.ts';
import { attack, findSqlmap } from './sqlmap.ts';
import { faultsAmong, onOwnSystem } from './system.ts';

// S-6 by sqlmap: it finds nothing in any list of any service, but finds the canary, which proves that it works.

const system = onOwnSystem();
const folder = freshFolder('sqlmap');
let sqlmap: readonly string[];

beforeAll(async () => {
  sqlmap = findSqlmap();
  await system.fill();
}, 300_000);

it('finds the canary', async () => {
  const canary = await injectableCanary();
  try {
    expect(await attack(sqlmap, `${canary.url}?ref=CO-2026-0001`, '', folder)).toBe('injectable');
  } finally {
    await canary.stop();
  }
}, 600_000);

it.each(parts)(
  'finds nothing in $name',
  async ({ name: service }) => {
    const described = new Set((await system.describedBy(service)).operations.map(({ id }) => id));
    const own = system.operations.filter(
      ({ id, method, query }) => described.has(id) && method === 'GET' && Object.keys(query).length > 0,
    );
    const untried: string[] = [];
    const attacks: { url: string; token: string }[] = [];
    for (const operation of own) {
      const path = await system.addressOf(operation);
      const token = await system.tokenFor(operation, path);
      const found = await rightQuestions(operation, path, system.document, (address) =>
        system.ask('GET', address, { token }),
      );
      attacks.push(...found.addresses.map((address) => ({ url: `${system.url}${address}`, token })));
      untried.push(...found.untried.map((name) => `${operation.id} ${name}`));
    }
    const faults = await faultsAmong(
      attacks,
      async ({ url, token }) => {
        const verdict = await attack(sqlmap, url, token, folder);
        return verdict === 'not injectable' ? undefined : `${url} is ${verdict}`;
      },
      2,
    );
    const left = untried.length === 0 ? '' : `; without a right value: ${untried.join(', ')}`;
    process.stdout.write(`sqlmap on ${service}: ${faults.length} of ${attacks.length} addresses injectable${left}\n`);
    expect(attacks.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  },
  1_800_000,
);
