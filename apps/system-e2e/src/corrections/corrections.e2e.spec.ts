import { httpClient, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onOwnSystem } from '../security/system.ts';

// Every record of the example is corrected once and retracted once: lists, totals, figures and the calendar follow, and the
// audit trail keeps it all. The lists are read from the served document. One opinion is answered, and the answer binds two
// regions: it stays, with the records that it rests on.

const system = onOwnSystem();

interface Item {
  /** `/v1/plans` */
  readonly list: string;
  readonly id: string;
}

/** In this order: the first of them that a record has is corrected. */
const texts = ['source', 'title', 'text', 'function', 'adoptedBy', 'city'];
/** A consultation has the words of its plan; a mandate and a year of a membership have none. */
const wordless = ['/v1/consultations', '/v1/mandates', '/v1/membershipYears'];
/** Of consultations: those of the one that stays remain. */
const keptFigures = ['O1.3', 'O1.4', 'R3.5'];

describe('a whole register', () => {
  let editor: HttpClient;
  let approver: HttpClient;
  let auditor: HttpClient;
  let correctable: ReadonlyMap<string, readonly string[]>;
  let records: readonly Item[];
  /** The answered opinion and what it refers to. */
  let staying: readonly Item[];
  let figuresOfNothing: readonly string[];
  let figuresOfAll: readonly string[];

  const addressOf = ({ list, id }: Item): string => `${list}/${id}`;
  /** Opinions bind the region, and need another role. */
  const keeperOf = ({ list }: Item): HttpClient => (list === '/v1/opinions' ? approver : editor);
  const inOrder = (items: readonly Item[]): string[] => items.map(addressOf).sort();
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

  const dates = async (query = ''): Promise<number> =>
    (await editor('GET', `/v1/calendar?total=true&status=due&status=event&status=done${query}`)).body.total;

  async function answeredOpinion(): Promise<Item[]> {
    const [opinion] = (await editor('GET', '/v1/opinions?status=answered')).body.items;
    const consultation = (await editor('GET', `/v1/consultations/${opinion.consultationId}`)).body;
    return [
      { list: '/v1/opinions', id: opinion.id },
      { list: '/v1/consultations', id: consultation.id },
      { list: '/v1/plans', id: consultation.planId },
      { list: '/v1/planComponents', id: consultation.componentId },
      { list: '/v1/planNotices', id: consultation.noticeId },
    ];
  }

  beforeAll(async () => {
    const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
    [editor, approver, auditor] = [as('editor'), as('approver'), as('auditor')];
    // Subscribers are configuration of the gateway, and no part of the register. A person is erased, and never retracted.
    const changes = system.operations.filter(
      ({ method, path }) => method === 'PATCH' && !/^\/v1\/(subscribers|people)\//.test(path),
    );
    correctable = new Map(
      changes.map(({ path, body }) => [path.replace(/\/\{\w+\}$/, ''), Object.keys(body?.fields ?? {})]),
    );
    figuresOfNothing = await system.figures();
    await system.fill();
    await system.settled();
    records = await everyRecord();
    staying = await answeredOpinion();
    figuresOfAll = await system.figures();
  }, longTestLimitMs);

  /** Another wording of a text. */
  async function correct(record: Item): Promise<HttpAnswer> {
    const keeper = keeperOf(record);
    const read = await keeper('GET', addressOf(record));
    const name = texts.find((text) => correctable.get(record.list)?.includes(text));
    if (name === undefined) throw new Error(`${record.list} has no text to correct`);
    const old: unknown = read.body[name];
    const reworded = (text: unknown): string => `${String(text)} (2)`;
    const isLocalized = typeof old === 'object' && old !== null;
    const corrected = isLocalized
      ? Object.fromEntries(Object.entries(old).map(([language, text]) => [language, reworded(text)]))
      : reworded(old);
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': read.header('etag') };
    return keeper('PATCH', addressOf(record), { body: { [name]: corrected }, headers });
  }

  it(
    'is corrected, and no figure moves by words',
    async () => {
      expect(records.length).toBeGreaterThanOrEqual(80);
      const kinds = [...Map.groupBy(records, ({ list }) => list).keys()];
      expect(kinds.length).toBeGreaterThan(15);
      const refused = [];
      for (const record of records.filter(({ list }) => !wordless.includes(list))) {
        const answer = await correct(record);
        if (hasFailed(answer)) refused.push({ ...record, why: `${answer.status} ${answer.body.type}` });
      }
      expect(new Set(refused.map(({ why }) => why))).toEqual(new Set(['409 urn:problem-type:passerelle:recordClosed']));
      // Meetings were held, missed or cancelled, follow-ups are done, positions are validated, and an opinion is answered. An
      // activity was withdrawn, an office ended and another was lost, and visits were reported or cancelled.
      const closed = Map.groupBy(refused, ({ list }) => list);
      expect(Object.fromEntries([...closed].map(([list, of]) => [list, of.length]))).toEqual({
        '/v1/activities': 1,
        '/v1/bodyMeetings': 11,
        '/v1/followUps': 3,
        '/v1/forumMeetings': 1,
        '/v1/offices': 2,
        '/v1/opinions': 1,
        '/v1/positions': 8,
        '/v1/visits': 7,
      });
      await system.settled();
      expect(await system.figures()).toEqual(figuresOfAll);
    },
    longTestLimitMs,
  );

  it(
    'is retracted, those that others refer to last, and nothing is left but the answered opinion and the trail',
    async () => {
      expect(figuresOfAll).not.toEqual(figuresOfNothing);
      expect(await dates()).toBeGreaterThan(0);
      const refusals = new Set<string>();
      let waiting = records;
      for (let round = 0; waiting.length > 0 && round < 10; round++) {
        const refused: Item[] = [];
        for (const record of waiting) {
          const body = { transition: 'retract' };
          const answer = await keeperOf(record)('POST', `${addressOf(record)}/transitions`, { body });
          if (!hasFailed(answer)) continue;
          refused.push(record);
          refusals.add(`${answer.status} ${answer.body.type}`);
        }
        waiting = refused;
      }
      expect(inOrder(waiting)).toEqual(inOrder(staying));
      expect([...refusals].sort()).toEqual([
        '409 urn:problem-type:passerelle:recordClosed',
        '409 urn:problem-type:passerelle:stillReferenced',
      ]);
      await system.settled();
      expect(inOrder(await everyRecord())).toEqual(inOrder(staying));
      const others = (rows: readonly string[]) =>
        rows.filter((row) => !keptFigures.some((code) => row.startsWith(`["${code}"`)));
      expect(others(await system.figures())).toEqual(others(figuresOfNothing));
      const planId = staying.find(({ list }) => list === '/v1/plans')?.id;
      expect(await dates()).toBe(await dates(`&planId=${planId}`));
    },
    longTestLimitMs,
  );

  it('stays in the trail: each record was corrected and retracted', async () => {
    const missing = [];
    const isGone = (record: Item) => !inOrder(staying).includes(addressOf(record));
    for (const { list, id } of records.filter(isGone)) {
      const operations = await trailOf(id);
      // Without words, nothing was corrected.
      const least = wordless.includes(list) ? 2 : 3;
      if (operations.length < least || !/^retract/.test(operations.at(-1) ?? '')) missing.push([list, id, operations]);
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
