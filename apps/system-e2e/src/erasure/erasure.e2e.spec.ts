import { verifyTrail } from '@passerelle/platform/features/audit-trail';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { httpClient } from '@passerelle/testing/door';
import { hearLog } from '@passerelle/testing/hear-log';
import { operator } from '@passerelle/testing/operator';
import { until } from '@passerelle/testing/until';
import { onOwnSystem } from '../security/system.ts';

// A delegate of the example year is erased: the figures that count what the delegate did are the same as of every instant, and the
// name is nowhere in any service, stream, feed or log.

const system = onOwnSystem();
const delegate = 'Camille Exemple';
const words = [delegate, 'camille.exemple'];
const codes = ['O2.1', 'O2.2', 'O2.3', 'O2.4', 'R3.1', 'R3.2', 'A4.2', 'A4.2b'];
const periods = ['2023', '2024', '2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4'];

const logs: string[][] = [];
const instants: string[] = [];
let personId: string;

beforeAll(async () => {
  for (const { app } of system.apps.values()) logs.push(hearLog(app.get(ServiceContext).logger));
  const passing = setInterval(() => instants.push(new Date().toISOString()), 1_000);
  await system.fill();
  clearInterval(passing);
  await system.settled();
  const { body } = await system.ask('GET', '/v1/people?pageSize=100');
  personId = body.items.find(({ name }: { name: string }) => name === delegate).id;
});

/** Value, numerator and denominator of each figure as of each instant. */
async function figures(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const code of codes)
    for (const asOf of instants) {
      const query = periods.map((period) => `period=${period}`).join('&');
      const { status, body } = await system.ask('GET', `/v1/indicators/${code}/observations?${query}&asOf=${asOf}`);
      expect(status).toBe(200);
      found[`${code} as of ${asOf}`] = body.items.map(
        ({ period, value, numerator, denominator }: Record<string, unknown>) => ({
          ...{ period, value, numerator, denominator },
        }),
      );
    }
  return found;
}

/** `<service> <table>` wherever a row has the words, in any column. */
async function tablesWith(sought: string): Promise<string[]> {
  const found: string[] = [];
  for (const [service, { database }] of system.apps) {
    const tables = await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' ORDER BY 1`,
    );
    for (const { name } of tables) {
      const rows = await database.query(
        `SELECT FROM "${name}" AS held WHERE strpos(lower(held::text), lower($1)) > 0 LIMIT 1`,
        [sought],
      );
      if (rows.length > 0) found.push(`${service} ${name}`);
    }
  }
  return found;
}

/** The messages of every stream of the broker. */
async function streamed(): Promise<string> {
  const reading = await operator(system.nats);
  try {
    const texts: string[] = [];
    for await (const { config } of reading.manager.streams.list())
      texts.push(...(await reading.messages(config.name)).map(({ text }) => text));
    return texts.join('\n');
  } finally {
    await reading.close();
  }
}

/** All that representation gives to whoever follows it: other regions have no product of theirs, as it has no parties. */
async function fed(): Promise<string> {
  const ask = httpClient(system.url);
  const texts: string[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const answer = await ask('GET', `/v1/products/public.representation/events${after}`);
    expect(answer.status).toBe(200);
    texts.push(answer.text);
    const next = /after=([^>&]*)>; rel="next"/.exec(answer.header('link'))?.[1];
    after = answer.body.length === 0 || next === undefined ? undefined : `?after=${next}`;
  }
  return texts.join('\n');
}

it('an erased delegate is counted as before, and named nowhere', async () => {
  const headers = {
    'idempotency-key': 'f3b1d0c2-5a9e-4f0b-8a53-6a1f0b7c2d11',
    'if-match': '"1"',
    'change-reason': encodeURIComponent(`${delegate} asked for it`),
  };
  const corrected = await system.ask('PATCH', `/v1/people/${personId}`, { body: { languages: ['fr'] }, headers });
  expect(corrected.status).toBe(200);
  expect(await tablesWith(delegate)).toEqual(
    ['audit_entry', 'idempotency_key', 'person'].map((table) => `representation ${table}`),
  );
  const mandates = async () => (await system.ask('GET', '/v1/mandates?pageSize=100')).body.items;
  const before = { figures: await figures(), mandates: await mandates() };
  expect(instants.length).toBeGreaterThan(3);
  const erased = await system.ask('POST', `/v1/people/${personId}/transitions`, { body: { transition: 'erase' } });
  expect(erased).toMatchObject({ status: 200, body: { status: 'erased' } });
  await system.settled();
  const days = (list: Record<string, unknown>[]) =>
    list.map(({ ref, status, period, startedOn, endedOn }) => ({ ref, status, period, startedOn, endedOn }));
  expect(days(await mandates())).toEqual(days(before.mandates));
  expect(await figures()).toEqual(before.figures);
  for (const word of words) {
    expect([word, await tablesWith(word)]).toEqual([word, []]);
    for (const text of [await streamed(), await fed(), logs.flat().join('\n')])
      expect(text.toLowerCase()).not.toContain(word.toLowerCase());
  }
  expect(await streamed()).toContain(personId);
  expect(logs.flat().length).toBeGreaterThan(10);
});

it('the audit trail of what the delegate was part of still verifies', async () => {
  const { database } = system.app('representation');
  const unsealed = 'SELECT FROM audit_entry WHERE seal_no IS NULL';
  await until('all entries are sealed', async () => (await database.query(unsealed)).length === 0);
  expect(await verifyTrail(database)).toMatchObject({ intact: true, faults: [] });
});
