import { onStage } from '@passerelle/testing/stage';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { partnerExample, programmeExample, projectExample } from '../../apps/projects/src/examples.js';
import { projects } from '../../apps/projects/src/projects.js';
import { reader } from './cells.ts';
import { tablesOf } from './tables.ts';

// Searches real names of partners in a running register by each of their words. The licence of the exports does not allow copying
// them into this repository: tests that need them run only if the exports are next to it.

const folder = resolve(process.env.PASSERELLE_DATA ?? '../shared/data', 'projects/interreg');
const searchers = 8;
// Adding a partner reads the whole consortium, so consortia are small.
const together = 50;
const files = ['keep_partners_2007-2013.csv', 'keep_closed_1420.xlsx'];

export const whenPresent = files.every((file) => existsSync(join(folder, file))) ? it : it.skip;

/** All names of partners in the exports, each once, as an import reads them. */
export async function partnerNames(): Promise<string[]> {
  const tables = (await Promise.all(files.map((file) => tablesOf(join(folder, file))))).flat();
  const names = tables.flatMap((table) =>
    table.rows.map(reader(table, { missing: [''] })).flatMap((row) => row.text('Project Partner') ?? []),
  );
  return [...new Set(names.map((name) => name.slice(0, 300).trim()))].sort();
}

/** Of four letters or more, in any script. */
export const wordsOf = (name: string): string[] =>
  [...name.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(([word]) => word).filter((word) => /(?:\p{L}\p{M}*){4}/u.test(word));

const holdersByWord = (names: readonly string[]) =>
  Map.groupBy(
    names.flatMap((name) => wordsOf(name).map((word) => ({ name, word }))),
    ({ word }) => word,
  );

/** Limits concurrency: each worker takes the next item of the same iterator. */
async function eachWith<Item>(
  count: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: count }, worker));
}

export function onRegister() {
  const stage = onStage(projects);
  const call = (act: string, options: object) => stage.client.call(`rpc.projects.${act}`, options);

  async function register(names: readonly string[], code: string): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    const { body: programme } = await call('programmes.register', { body: { ...programmeExample, code } });
    for (let first = 0; first < names.length; first += together) {
      const body = { ...projectExample, programmeId: programme.id, acronym: `${code} ${first}` };
      const { body: project } = await call('projects.register', { body });
      for (const name of names.slice(first, first + together)) {
        const partner = { ...partnerExample, role: 'partner', organisation: { name, country: 'BE' } };
        const joined = await call('partners.join', { path: { projectId: project.id }, body: partner });
        expect([name, joined.status]).toEqual([name, 201]);
        ids.set(name, joined.body.id);
      }
    }
    return ids;
  }

  /** The ids of all partners that a word finds. */
  async function found(word: string): Promise<Set<string>> {
    const ids = new Set<string>();
    for (let after: string[] = []; ;) {
      const query = { q: [word], pageSize: ['200'], ...(after.length === 0 ? {} : { after }) };
      const { status, body } = await call('partners.list', { query });
      expect([word, status]).toEqual([word, 200]);
      for (const { id } of body.items) ids.add(id);
      if (body.next === undefined) return ids;
      after = new URL(body.next).searchParams.getAll('after');
    }
  }

  /** The names that are not found, each with the word that misses it. */
  async function missed(ids: ReadonlyMap<string, string>): Promise<string[]> {
    const missing: string[] = [];
    await eachWith(searchers, holdersByWord([...ids.keys()]), async ([word, holders]) => {
      const all = await found(word);
      const lost = holders.filter(({ name }) => !all.has(ids.get(name) ?? ''));
      missing.push(...lost.map(({ name }) => `${word}: ${name}`));
    });
    return missing;
  }

  return { register, missed };
}
