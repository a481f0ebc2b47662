import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { verifyTrail } from '@passerelle/platform/features/audit-trail';
import { services, streamOf, writtenBy } from '@passerelle/stack/nats-config';
import type { HttpAnswer } from '@passerelle/testing/door';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { operator, type Operator } from '@passerelle/testing/operator';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { agreementExample } from '../../../cooperation/src/forum/agreements/agreement.example.js';
import { rebuildProjections } from '../../../gateway/src/rebuild.js';
import { activityExample } from '../../../networks/src/examples.js';
import { programmeExample, projectExample } from '../../../projects/src/examples.js';
import { onOwnSystem } from '../security/system.ts';
import { door } from '../services.ts';

// A name that somebody wrote into a title, a source and a reason: corrected, and taken back with the deployed programs, as an
// operator does it. Afterwards nothing of it is left anywhere, and everything that is counted, chained or followed still holds.

const system = onOwnSystem();
const name = 'Zorblax Quimby';
const apps = resolve(import.meta.dirname, '../../..');

let nats: Operator;
let activity: string;
let project: string;
let agreement: string;
let withdrawn: string;
let figuresBefore: readonly string[];

beforeAll(async () => {
  nats = await operator(system.nats);
}, longTestLimitMs);
afterAll(() => nats?.close());

interface Ran {
  readonly code: number | null;
  readonly said: Record<string, unknown>;
}

function takeBack(service: string, job = 'take-back-text'): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(apps, service, 'dist/main.js'), job], {
    input: `${name}\n`,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, DATABASE_OWNER_URL: system.app(service).data.ownerUrl },
  });
  expect(`${stdout}${stderr}`).not.toContain('Zorblax');
  return { code: status, said: JSON.parse(stdout || '{}') };
}

const nothing = { records: 0, facts: 0, reasons: 0, answers: 0, reasonsKept: 0 };
let calls = 0;
const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  system.ask(method, path, { body, headers: { 'idempotency-key': `call-${++calls}`, ...headers } });

async function correct(path: string, body: unknown): Promise<void> {
  const etag = (await system.ask('GET', path)).header('etag');
  const headers = { 'if-match': etag, 'change-reason': encodeURIComponent(`${name} asked for it`) };
  expect(await send('PATCH', path, body, headers)).toMatchObject({ status: 200 });
}

/** All streams that a service writes: with every fact, and those of its data products. */
const streamsOf = (service: string): string[] =>
  services.filter((name) => name === service).flatMap((name) => [...writtenBy(name).keys()]);

/** The tables and streams in which any part of the name is found, however it is written. */
async function places(): Promise<string[]> {
  const found: string[] = [];
  const tables = `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;
  for (const [service, { database }] of system.apps)
    for (const { name: table } of await database.query<{ name: string }>(tables)) {
      const sql = `SELECT count(*)::int AS rows FROM "${table}" AS held WHERE held::text ~* 'zorbla|quimb'`;
      if (((await database.query<{ rows: number }>(sql))[0]?.rows ?? 0) > 0) found.push(`${service}.${table}`);
    }
  for (const stream of [...system.apps.keys()].flatMap(streamsOf)) {
    const messages = await nats.messages(stream);
    if (messages.some(({ text }) => /zorbla|quimb/i.test(text))) found.push(stream);
  }
  for (const path of ['/v1/calendar.ics', '/v1/calendar?pageSize=200', '/v1/activities?pageSize=200', '/v1/agreements'])
    if (/zorbla|quimb/i.test((await system.ask('GET', path)).text)) found.push(path);
  return found;
}

/** Of each fact its source, its number, its id and its bytes. */
async function ledgerOf({ database }: StartedApp): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `SELECT concat_ws(' ', source, sequence, id, event) AS line FROM ledger ORDER BY source, sequence`,
  );
  return rows.map(({ line }) => line);
}

async function streamed(): Promise<string[]> {
  const all: string[] = [];
  for (const service of [...system.apps.keys()].sort())
    for (const { sequence, text } of await nats.messages(streamOf(service)))
      all.push([service, sequence, JSON.parse(text).id, text].join(' '));
  return all;
}

/** Of each product every event, as its subscribers read it, and as it is in its stream. */
async function followed(): Promise<string[]> {
  const rows = await system
    .app('gateway')
    .database.query<{ event: string }>('SELECT event FROM product_fact ORDER BY product, sequence');
  return rows.map(({ event }) => event).sort();
}

async function publishedToReaders(): Promise<string[]> {
  const streams = [...system.apps.keys()].flatMap(streamsOf).filter((stream) => !stream.startsWith('INT_'));
  const messages = await Promise.all(streams.map((stream) => nats.messages(stream)));
  return messages
    .flat()
    .map(({ text }) => text)
    .sort();
}

const numbers = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ').slice(0, 3).join(' '));

it(
  'is refused in the service whose records still contain it',
  async () => {
    const programme = await send('POST', '/v1/programmes', programmeExample);
    const title = { fr: `Visite de ${name}`, nl: `Bezoek van ${name}` };
    const registered = await send('POST', '/v1/projects', {
      ...projectExample,
      programmeId: programme.body.id,
      title,
    });
    expect(registered.text).toContain('"id"');
    project = `/v1/projects/${registered.body.id}`;
    const recorded = await send('POST', '/v1/activities', { ...activityExample, title, source: `a letter of ${name}` });
    expect(recorded.text).toContain('"id"');
    activity = `/v1/activities/${recorded.body.id}`;
    // Neither the reason of an act nor, from here, the agreement is corrected.
    const agreed = await send('POST', '/v1/agreements', { ...agreementExample, title });
    expect(agreed.text).toContain('"id"');
    agreement = `/v1/agreements/${agreed.body.id}`;
    const another = await send('POST', '/v1/activities', activityExample);
    withdrawn = `/v1/activities/${another.body.id}`;
    const act = { transition: 'withdraw', reason: { fr: `à la demande de ${name}`, nl: `op vraag van ${name}` } };
    expect(await send('POST', `${withdrawn}/transitions`, act)).toMatchObject({ status: 200 });
    await system.settled();
    expect(await places()).toEqual(
      expect.arrayContaining(['networks.known_record', 'gateway.calendar_entry', 'INT_NETWORKS', 'INT_PROJECTS']),
    );
    const { code, said } = takeBack('networks');
    expect([code, said.refused]).toEqual([1, 'correct these first, they still contain the words']);
    // It knows the project and the agreement by their facts.
    const known = ['known_record', 'known_record'];
    expect(said.places).toEqual([`activity ${recorded.body.id}`, `activity ${another.body.id}`, ...known]);
    expect(takeBack('cooperation')).toMatchObject({ code: 1, said: { places: [`agreement ${agreed.body.id}`] } });
  },
  longTestLimitMs,
);

it(
  'is found in no table, stream or feed after the procedure',
  async () => {
    const title = { fr: 'Visite d’étude', nl: 'Studiebezoek' };
    await correct(project, { title });
    await correct(activity, { title, source: 'a letter' });
    await system.settled();
    figuresBefore = await system.figures();
    const before = await ledgerOf(system.app('gateway'));
    // The gateway waits for the services: their streams would still contain the name.
    expect(takeBack('gateway')).toMatchObject({ code: 1, said: { places: ['cooperation', 'networks', 'projects'] } });
    expect(takeBack('projects')).toEqual({ code: 0, said: { ...nothing, facts: 1, reasons: 1, answers: 1 } });
    // Both know the agreement by its facts, and no further one will come.
    expect(takeBack('representation')).toMatchObject({ code: 1, said: { places: ['known_record'] } });
    expect(takeBack('networks')).toMatchObject({
      code: 1,
      said: { places: [withdrawn.replace('/v1/activities/', 'activity '), 'known_record'] },
    });
    const fromRecords = (service: string) => takeBack(service, 'take-back-text-from-records');
    expect(fromRecords('representation')).toEqual({ code: 0, said: { ...nothing, records: 1 } });
    expect(fromRecords('networks')).toEqual({
      code: 0,
      said: { ...nothing, records: 2, facts: 2, reasons: 2, answers: 2 },
    });
    expect(fromRecords('cooperation')).toEqual({ code: 0, said: { ...nothing, records: 1, facts: 1, answers: 1 } });
    const lengths = new Map<string, number>();
    await system.settled();
    const { cursor } = (await system.ask('GET', '/v1/products/public.projects')).body;
    for (const stream of ['cooperation', 'networks', 'projects'].flatMap(streamsOf)) {
      const length = await nats.last(stream);
      if (length > 0) await nats.wipe(stream);
      lengths.set(stream, length);
    }
    for (const [stream, length] of lengths)
      await until(`${stream} is filled again`, async () => (await nats.last(stream)) === length);
    expect(takeBack('gateway')).toEqual({ code: 0, said: { ...nothing, ledger: 4, products: expect.any(Number) } });
    await system.settled();
    expect(await places()).toEqual([]);
    const after = await ledgerOf(system.app('gateway'));
    expect(numbers(after).filter((line) => numbers(before).includes(line))).toEqual(numbers(before));
    expect(after).toEqual(await streamed());
    const restarted = await system.ask('GET', `/v1/products/public.projects/events?after=${cursor}`);
    expect([restarted.status, restarted.body.type]).toEqual([410, 'urn:problem-type:passerelle:productRestarted']);
    const events: { subject: string; takenback?: string; data: { title: unknown } }[] = (
      await system.ask('GET', '/v1/products/public.projects/events')
    ).body;
    const first = events.find(({ subject }) => subject === project.replace('/v1/', ''));
    expect(first?.data.title).toEqual({ fr: 'Visite de […]', nl: 'Bezoek van […]' });
    expect(first?.takenback).toBe('true');
    expect(await followed()).toEqual(await publishedToReaders());
  },
  longTestLimitMs,
);

it(
  'is not missed: trails are intact, figures and numbers as before, the rest of the text readable',
  async () => {
    for (const { database } of system.apps.values())
      expect(await verifyTrail(database)).toMatchObject({ intact: true, faults: [] });
    expect(await system.figures()).toEqual(figuresBefore);
    expect(figuresBefore.length).toBeGreaterThan(10);
    const [first] = await system
      .app('gateway')
      .database.query<{ title: unknown }>(
        `SELECT data -> 'title' AS title FROM ledger WHERE subject = $1 ORDER BY sequence`,
        [activity.replace('/v1/', '')],
      );
    const shortened = { fr: 'Visite de […]', nl: 'Bezoek van […]' };
    expect(first?.title).toEqual(shortened);
    expect((await system.ask('GET', agreement)).body.title).toEqual(shortened);
  },
  longTestLimitMs,
);

it(
  'is taken back once: the second time nothing changes',
  async () => {
    const before = await system.settled();
    for (const service of ['cooperation', 'representation', 'networks', 'projects'])
      expect(takeBack(service)).toEqual({ code: 0, said: nothing });
    expect(takeBack('gateway')).toEqual({ code: 0, said: { ...nothing, ledger: 0, products: 0 } });
    expect(await system.settled()).toEqual(before);
  },
  longTestLimitMs,
);

it(
  'does not stop anybody who follows: new facts arrive, and ledger and projections are built again from the streams',
  async () => {
    const recorded = await send('POST', '/v1/activities', { ...activityExample, source: 'after the procedure' });
    expect(recorded.status).toBe(201);
    const projects = await correctedProject();
    await until('the replica of networks hears of the project', async () => {
      const rows = await system
        .app('networks')
        .database.query('SELECT 1 FROM known_record WHERE subject = $1 AND title = $2', [
          project.replace('/v1/', ''),
          JSON.stringify(projects),
        ]);
      return rows.length === 1;
    });
    await system.settled();
    const whole = await ledgerOf(system.app('gateway'));
    expect(whole).toEqual(await streamed());
    const figuresNow = await system.figures();
    await rebuildProjections(system.app('gateway').database, new Date());
    expect(await system.figures()).toEqual(figuresNow);
    const another = await startApp(door, { broker: system.nats, settings: system.issuer.settings });
    try {
      await until(
        'an empty ledger has read all streams',
        async () => (await ledgerOf(another)).length === whole.length,
      );
      expect(await ledgerOf(another)).toEqual(whole);
    } finally {
      await another.close();
    }
  },
  longTestLimitMs,
);

async function correctedProject(): Promise<object> {
  const title = { fr: 'Étude', nl: 'Studie' };
  const etag = (await system.ask('GET', project)).header('etag');
  expect(await send('PATCH', project, { title }, { 'if-match': etag })).toMatchObject({ status: 200 });
  return title;
}

it('refuses the role that runs the gateway', async () => {
  const { database } = system.app('gateway');
  await expect(database.query(`UPDATE ledger SET data = '{}'`)).rejects.toThrow('ledger is append-only');
});
