import { httpClient, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onOwnSystem } from '../security/system.ts';

// Every record of the example is corrected once and retracted once: lists, totals, figures and the calendar follow, and the
// audit trail keeps it all. The lists are read from the served document.

const system = onOwnSystem();

interface Item {
  /** `/v1/plans` */
  readonly list: string;
  readonly id: string;
}

/** In this order: the first of them that a record has is corrected. */
const texts = ['source', 'title', 'text', 'function', 'adoptedBy', 'city'];

describe('a whole register', () => {
  let editor: HttpClient;
  let auditor: HttpClient;
  let correctable: ReadonlyMap<string, readonly string[]>;
  let records: readonly Item[];
  let figuresOfNothing: readonly string[];
  let figuresOfAll: readonly string[];

  const addressOf = ({ list, id }: Item): string => `${list}/${id}`;
  const hasFailed = ({ status }: HttpAnswer): boolean => status !== 200;

  async function whole(list: string): Promise<Item[]> {
    const found: Item[] = [];
    for (let after = ''; ;) {
      const { items, next } = (await editor('GET', `${list}?pageSize=200${after}`)).body;
      found.push(...items.map(({ id }: { id: string }) => ({ list, id })));
      if (next === undefined) return found;
      after = `&after=${new URL(next).searchParams.get('after')}`;
    }
  }

  const everyRecord = async (): Promise<Item[]> => (await Promise.all([...correctable.keys()].map(whole))).flat();

  async function figures(): Promise<string[]> {
    const { items } = (await editor('GET', '/v1/indicators')).body;
    const codes: string[] = items.map(({ code }: { code: string }) => code);
    const read = await Promise.all(codes.map((code) => editor('GET', `/v1/indicators/${code}/observations`)));
    return read.flatMap(({ body }, n) =>
      body.items.map(({ period, dimensions, value, numerator, denominator }: Record<string, unknown>) =>
        JSON.stringify([codes[n], period, dimensions, value, numerator, denominator]),
      ),
    );
  }

  const dates = async (): Promise<number> =>
    (await editor('GET', '/v1/calendar?total=true&status=due&status=event&status=done')).body.total;

  beforeAll(async () => {
    const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
    [editor, auditor] = [as('editor'), as('auditor')];
    const changes = system.operations.filter(({ method }) => method === 'PATCH');
    correctable = new Map(
      changes.map(({ path, body }) => [path.replace(/\/\{\w+\}$/, ''), Object.keys(body?.fields ?? {})]),
    );
    figuresOfNothing = await figures();
    await system.fill();
    await system.settled();
    records = await everyRecord();
    figuresOfAll = await figures();
  }, longTestLimitMs);

  /** Another wording of a text. */
  async function correct(record: Item): Promise<HttpAnswer> {
    const read = await editor('GET', addressOf(record));
    const name = texts.find((text) => correctable.get(record.list)?.includes(text));
    if (name === undefined) throw new Error(`${record.list} has no text to correct`);
    const old: unknown = read.body[name];
    const reworded = (text: unknown): string => `${String(text)} (2)`;
    const isLocalized = typeof old === 'object' && old !== null;
    const corrected = isLocalized
      ? Object.fromEntries(Object.entries(old).map(([language, text]) => [language, reworded(text)]))
      : reworded(old);
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': read.header('etag') };
    return editor('PATCH', addressOf(record), { body: { [name]: corrected }, headers });
  }

  it(
    'is corrected, and no figure moves by words',
    async () => {
      expect(records.length).toBeGreaterThanOrEqual(80);
      const kinds = [...Map.groupBy(records, ({ list }) => list).keys()];
      expect(kinds.length).toBeGreaterThan(15);
      const answers = [];
      for (const record of records) answers.push(await correct(record));
      expect(answers.filter(hasFailed).map(({ status, text }) => [status, text])).toEqual([]);
      await system.settled();
      expect(await figures()).toEqual(figuresOfAll);
    },
    longTestLimitMs,
  );

  it(
    'is retracted, those that others refer to last, and nothing is left of it but the trail',
    async () => {
      expect(figuresOfAll).not.toEqual(figuresOfNothing);
      expect(await dates()).toBeGreaterThan(0);
      const refusals = new Set<string>();
      let waiting = records;
      for (let round = 0; waiting.length > 0 && round < 10; round++) {
        const refused: Item[] = [];
        for (const record of waiting) {
          const answer = await editor('POST', `${addressOf(record)}/transitions`, { body: { transition: 'retract' } });
          if (!hasFailed(answer)) continue;
          refused.push(record);
          refusals.add(`${answer.status} ${answer.body.type}`);
        }
        waiting = refused;
      }
      expect(waiting).toEqual([]);
      expect([...refusals]).toEqual(['409 urn:problem-type:passerelle:stillReferenced']);
      await system.settled();
      expect(await everyRecord()).toEqual([]);
      const totals = [...correctable.keys()].map(
        async (list) => (await editor('GET', `${list}?total=true`)).body.total,
      );
      expect(new Set(await Promise.all(totals))).toEqual(new Set([0]));
      expect(await figures()).toEqual(figuresOfNothing);
      expect(await dates()).toBe(0);
    },
    longTestLimitMs,
  );

  it('stays in the trail: each record was corrected and retracted', async () => {
    const missing = [];
    for (const { list, id } of records) {
      const operations = await trailOf(id);
      if (operations.length < 3 || !/^retract/.test(operations.at(-1) ?? '')) missing.push([list, id, operations]);
    }
    expect(missing).toEqual([]);
  });

  /** What was done to a record, by the trails of all services. */
  async function trailOf(id: string): Promise<string[]> {
    const services = ['cooperation', 'networks', 'projects', 'representation'];
    const trails = services.map((service) => auditor('GET', `/v1/audit/${service}?recordId=${id}`));
    const entries = (await Promise.all(trails)).flatMap(({ body }) => body.items);
    return entries.map(({ operation }: { operation: string }) => operation);
  }
});
