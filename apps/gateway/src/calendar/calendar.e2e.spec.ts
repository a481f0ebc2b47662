import { systemActor } from '@passerelle/platform/data/request-transaction';
import { newId } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { addDays, IsoDate, today } from '@passerelle/domain/period';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { changedFact, factWith } from '@passerelle/testing/any-fact';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { publisher, type Fields } from '@passerelle/testing/publishers';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import ICAL from 'ical.js';
import { z } from 'zod';
import { gateway } from '../gateway.js';
import { rebuildProjections } from '../rebuild.js';

// The calendar of marked dates in facts, through the gateway: who sees which dates, and how they change.

const marked = (kind: string) => IsoDate.optional().meta({ 'x-calendar': kind });
/** Records that an earlier release announced have no classification. */
const consultation = changedFact(
  'consultations',
  z.looseObject({ replyDueOn: marked('consultationReplyDue'), dueOn: marked('consultationDue') }),
);
const plan = changedFact('plans', z.looseObject({}));
const planMarked = changedFact(
  'plans',
  z.looseObject({ inquiry: z.looseObject({ from: marked('inquiryStart') }).optional() }),
);
const mandate = changedFact(
  'mandates',
  z.looseObject({
    bodyId: z.uuid().meta({ 'x-belongs-to': 'bodies' }),
    period: z.looseObject({ to: marked('mandateEnd') }),
    endedOn: marked('mandateEnd'),
  }),
);
const body = changedFact('bodies', z.looseObject({}));

const cooperation: ServiceDefinition = { ...publisher('cooperation'), facts: [consultation.kind, plan.kind] };
const representation: ServiceDefinition = { ...publisher('representation'), facts: [mandate.kind, body.kind] };

let publishers: Record<string, StartedApp>;
// Hooks after the tests run in this order: publishers stop before the broker does.
afterAll(() => Promise.all(Object.values(publishers ?? {}).map((app) => app.close())));
const stage = onOwnDoor(gateway);

const aConsultation = (state: Fields) => ({
  id: newId(),
  version: 1,
  ref: 'CO-2026-0007',
  status: 'entered',
  classification: 'internal',
  parties: ['BE-BRU', 'BE-VLG'],
  planTitle: { fr: 'Plan régional', nl: 'Gewestelijk plan' },
  level: 'belgium',
  ...state,
});
const thePlan = {
  ...{ id: newId(), version: 1, title: { fr: 'PRAS', nl: 'GBP' }, classification: 'public', parties: [] },
  departments: ['territorialStrategy'],
};
const theBody = { id: newId(), version: 1, name: { fr: 'Comité', nl: 'Comité' }, classification: 'public' };
const hiddenBody = { ...theBody, id: newId(), classification: 'internal' };

async function tell(service: string, of: typeof plan, ...states: Fields[]): Promise<void> {
  const { database } = publishers[service] ?? stage.door;
  await database.transaction(systemActor('test'), async (tx) => {
    for (const state of states) await record(tx, factWith(of, { id: newId(), version: 1, ...state }));
  });
  const [logged] = await database.query<{ facts: number }>(
    `SELECT count(*)::int AS facts FROM event_log WHERE product = 'internal'`,
  );
  await until(`the ledger has read ${service}`, async () => {
    const [row] = await stage.door.database.query<{ sequence: string }>(
      `SELECT sequence FROM fact_checkpoint WHERE consumer = 'ledger' AND source = $1`,
      [service],
    );
    return Number(row?.sequence) === logged?.facts;
  });
}

const marksOf = (service: string) =>
  stage.door.database.query<{ kind: string }>('SELECT kind FROM calendar_marking WHERE service = $1', [service]);

const list = (query = '', token?: string) => stage.ask('GET', `/v1/calendar?pageSize=200&${query}`, { token });
async function days(query = '', token = stage.issuer.tokens.editor): Promise<string[]> {
  const { status, body: page } = await list(query, token);
  expect(status).toBe(200);
  return page.items.map(({ on, kind }: { on: string; kind: string }) => `${on} ${kind}`);
}

const eventsOf = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');

const shared = aConsultation({ planId: thePlan.id, replyDueOn: '2076-02-01', dueOn: '2076-03-29' });
const restricted = aConsultation({ planId: thePlan.id, dueOn: '2076-04-01', classification: 'restricted' });
const open = aConsultation({ planId: thePlan.id, dueOn: '2076-05-01', classification: 'public' });
const held = { id: newId(), bodyId: theBody.id, ref: 'RP-2026-0001', status: 'active', period: { to: '2076-06-01' } };
const hidden = { ...held, id: newId(), bodyId: hiddenBody.id, period: { to: '2076-07-01' } };

beforeAll(async () => {
  publishers = {
    cooperation: await startApp(cooperation, { broker: stage.nats }),
    representation: await startApp(representation, { broker: stage.nats }),
  };
  // Facts may arrive before the markings are known.
  await tell('cooperation', consultation, shared, restricted, open);
  await tell('cooperation', plan, { ...thePlan, inquiry: { from: '2076-01-10', to: '2076-02-10' } });
  await tell('representation', body, theBody, hiddenBody);
  await tell('representation', mandate, held, hidden);
  await until('both services are read', async () => {
    const marks = await Promise.all(['cooperation', 'representation'].map(marksOf));
    return marks.every(({ length }) => length === 2);
  });
});

const all = [
  '2076-02-01 consultationReplyDue',
  '2076-03-29 consultationDue',
  '2076-04-01 consultationDue',
  '2076-05-01 consultationDue',
  '2076-06-01 mandateEnd',
  '2076-07-01 mandateEnd',
];

describe('visibility', () => {
  it('staff of the home region see all dates, by day', async () => {
    expect(await days()).toEqual(all);
    const { body: page } = await list('from=2076-03-29&to=2076-03-29', stage.issuer.tokens.editor);
    expect(page.items).toEqual([
      {
        href: `http://passerelle.test/v1/consultations/${shared.id}`,
        id: expect.any(String),
        kind: 'consultationDue',
        on: '2076-03-29',
        status: 'event',
        title: { fr: 'Plan régional' },
        ref: 'CO-2026-0007',
        service: 'cooperation',
        planId: thePlan.id,
        planTitle: { fr: 'PRAS' },
        level: 'belgium',
        departments: ['territorialStrategy'],
        parties: ['BE-BRU', 'BE-VLG'],
        classification: 'internal',
      },
    ]);
  });

  it('a partner sees dates of public records and of those it is a party to; anonymous callers only public ones', async () => {
    expect(await days('', stage.issuer.tokens['partner-flanders'])).toEqual([all[0], all[1], all[3], all[4]]);
    expect(await days('', stage.issuer.tokens['partner-wallonia'])).toEqual([all[3], all[4]]);
    expect(await days('', '')).toEqual([all[3], all[4]]);
    expect((await list('total=true', '')).body.total).toBe(2);
  });

  it('a record without a classification has the visibility and the name of the record that it belongs to', async () => {
    const { items } = (await list('kind=mandateEnd', '')).body;
    expect(items).toMatchObject([{ title: { fr: 'Comité' }, classification: 'public', bodyId: theBody.id }]);
    await tell('representation', body, { ...theBody, version: 2, classification: 'internal' });
    expect(await days('kind=mandateEnd', '')).toEqual([]);
    await tell('representation', body, { ...theBody, version: 3 });
    expect(await days('kind=mandateEnd', '')).toEqual([all[4]]);
  });
});

describe('filters', () => {
  it.each([
    ['from=2076-05-01', all.slice(3)],
    ['to=2076-03-29', all.slice(0, 2)],
    ['kind=mandateEnd&kind=consultationReplyDue', [all[0], all[4], all[5]]],
    ['service=representation', all.slice(4)],
    ['party=BE-VLG', all.slice(0, 4)],
    ['department=territorialStrategy', all.slice(0, 4)],
    ['department=generalDirectorate', []],
    ['due=true', []],
    ['due=false', all],
    ['due=true&status=done', []],
    ['level=belgium&sort=-on', all.slice(0, 4).toReversed()],
  ])('%s', async (query, expected) => expect(await days(query)).toEqual(expected));

  it('a plan, a body, a page after another', async () => {
    expect(await days(`planId=${thePlan.id}`)).toEqual(all.slice(0, 4));
    expect(await days(`bodyId=${theBody.id}`)).toEqual([all[4]]);
    const editor = { token: stage.issuer.tokens.editor };
    const first = (await stage.ask('GET', '/v1/calendar?pageSize=4', editor)).body;
    const next = new URL(first.next);
    const second = (await stage.ask('GET', `${next.pathname}${next.search}`, editor)).body;
    expect([first.items.length, second.items.length]).toEqual([4, 2]);
    expect(second).not.toHaveProperty('next');
  });

  it('refuse an unknown kind, party or service', async () => {
    for (const query of [
      'kind=birthday',
      'party=BE',
      'from=2076-02-30',
      'planId=x',
      'service=nope',
      'department=x',
      'due=1',
    ])
      expect(await list(query)).toMatchObject({ status: 400 });
    expect((await list('service=cooperation&service=nope')).body.issues).toMatchObject([
      { in: 'query', name: 'service' },
    ]);
  });

  it('a service without dates has an empty list', async () => expect(await days('service=gateway')).toEqual([]));
});

describe('when a record changes', () => {
  it('its date moves, disappears and returns under the same id', async () => {
    const idOf = async () => (await list('kind=consultationReplyDue', stage.issuer.tokens.editor)).body.items[0]?.id;
    const id = await idOf();
    await tell('cooperation', consultation, { ...shared, version: 2, replyDueOn: '2076-02-15' });
    expect(await days('kind=consultationReplyDue')).toEqual(['2076-02-15 consultationReplyDue']);
    await tell('cooperation', consultation, { ...shared, version: 3, replyDueOn: undefined });
    expect(await days('kind=consultationReplyDue')).toEqual([]);
    await tell('cooperation', consultation, { ...shared, version: 4, status: 'withdrawn' });
    expect(await days(`planId=${thePlan.id}`)).toEqual([all[2], all[3]]);
    await tell('cooperation', consultation, { ...shared, version: 5 });
    expect(await days()).toEqual(all);
    expect(await idOf()).toBe(id);
  });

  it('an actual date takes precedence over a planned one', async () => {
    await tell('representation', mandate, { ...held, version: 2, endedOn: '2076-05-15' });
    expect(await days('kind=mandateEnd', '')).toEqual(['2076-05-15 mandateEnd']);
    await tell('representation', mandate, { ...held, version: 3 });
    expect(await days()).toEqual(all);
  });

  it('an invalid date is left out, and an odd record stops nothing', async () => {
    const odd = aConsultation({ planId: 'no id', title: 7, planTitle: undefined, parties: 'BE-VLG' });
    const careless = changedFact('consultations', z.looseObject({}));
    await tell('cooperation', careless, { ...odd, dueOn: '2076-02-31', replyDueOn: '2076-02-28T23:30:00Z' });
    expect(await days('to=2076-03-01')).toEqual([all[0], '2076-02-29 consultationReplyDue']);
    const { items } = (await list('from=2076-02-29&to=2076-02-29', stage.issuer.tokens.editor)).body;
    expect(items).toMatchObject([{ at: expect.any(String), title: { fr: 'CO-2026-0007' }, parties: [] }]);
    await tell('cooperation', careless, { ...odd, status: 'cancelled' });
    expect(await days()).toEqual(all);
  });
});

describe('a file for a calendar program', () => {
  const file = (query: string, headers: Record<string, string> = {}, token?: string) =>
    stage.ask('GET', `/v1/calendar.ics?${query}`, { headers, token });
  const countIn = async (query: string, token?: string) => eventsOf((await file(query, {}, token)).text).length;
  const ofPlan = `planId=${thePlan.id}`;

  it("contains the dates of the list with the same filters, within the caller's rights", async () => {
    const plain = await file(`${ofPlan}&name=Our plan`);
    expect(plain.status).toBe(200);
    expect(plain.header('content-type')).toBe('text/calendar; charset=utf-8');
    expect(plain.text).toContain('X-WR-CALNAME:Our plan');
    expect(eventsOf(plain.text)).toHaveLength(1);
    expect((await file('')).text).toContain('X-WR-CALNAME:Passerelle');
    for (const query of ['', ofPlan, `bodyId=${theBody.id}`, 'party=BE-VLG', 'to=2076-04-01', 'due=true'])
      for (const client of ['editor', 'partner-flanders', 'partner-wallonia', '']) {
        const token = stage.issuer.tokens[client] ?? '';
        expect([query, await countIn(query, token)]).toEqual([query, (await days(query, token)).length]);
      }
  });

  it('uses the requested language, by parameter or by header', async () => {
    const dutch = await file(`${ofPlan}&lang=nl`);
    expect(dutch.header('content-language')).toBe('nl');
    expect(dutch.text).toContain('SUMMARY:Laatste dag om advies uit te brengen: GBP: Gewestelijk plan');
    expect((await file(ofPlan, { 'accept-language': 'nl' })).text).toBe(dutch.text);
  });

  it('answers 304 while nothing has changed', async () => {
    const once = await file(ofPlan);
    const etag = once.header('etag');
    expect(etag).toMatch(/^W\/"/);
    expect((await file(ofPlan, { 'if-none-match': etag })).status).toBe(304);
    await tell('cooperation', consultation, { ...open, version: 2, dueOn: '2076-05-02' });
    const again = await file(ofPlan, { 'if-none-match': etag });
    expect(again.status).toBe(200);
    const [before, after] = [eventsOf(once.text)[0], eventsOf(again.text)[0]];
    expect(after?.getFirstPropertyValue('uid')).toBe(before?.getFirstPropertyValue('uid'));
    expect([before?.getFirstPropertyValue('sequence'), after?.getFirstPropertyValue('sequence')]).toEqual([1, 2]);
    await tell('cooperation', consultation, { ...open, version: 3 });
  });

  it('is empty for hidden records and unknown ids, and refuses unknown filters and values', async () => {
    expect(await countIn(`bodyId=${hiddenBody.id}`)).toBe(0);
    expect(await countIn(`bodyId=${hiddenBody.id}`, stage.issuer.tokens.editor)).toBe(1);
    expect(await countIn(`bodyId=${newId()}`)).toBe(0);
    for (const query of ['planId=x', 'department=x', 'service=nope', 'pageSize=5', 'sort=on', 'colour=red', 'lang=xx'])
      expect([query, (await file(query)).status]).toEqual([query, 400]);
    for (const path of ['/v1/calendar.ICS', '/v1/calendar.ics/', `/v1/calendar/plans/${thePlan.id}.ics`])
      expect(await stage.ask('GET', path)).toMatchObject({ status: 404 });
  });

  it('is documented with its media type', async () => {
    const { paths } = (await stage.ask('GET', '/doc/openapi.json')).body;
    const { responses, security } = paths['/v1/calendar.ics'].get;
    expect(responses['200'].content).toEqual({ 'text/calendar': { schema: { type: 'string' } } });
    expect(security).toEqual([]);
  });
});

describe('markings', () => {
  const dump = () => stage.door.database.query('SELECT * FROM calendar_entry ORDER BY id');

  it('disappear with a record that was taken back, and a rebuild does not bring them back', async () => {
    const wrong = aConsultation({ planId: thePlan.id, dueOn: '2076-09-01' });
    await tell('cooperation', consultation, wrong);
    expect(await days('from=2076-09-01&to=2076-09-01')).toHaveLength(1);
    await tell('cooperation', consultation, { ...wrong, version: 2, retractedAt: '2076-08-01T10:00:00Z' });
    expect(await days('from=2076-09-01&to=2076-09-01')).toEqual([]);
    await rebuildProjections(stage.door.database, new Date());
    expect(await days('from=2076-09-01&to=2076-09-01')).toEqual([]);
  });

  it('gives the same calendar after a rebuild', async () => {
    const grown = await dump();
    expect(grown).toHaveLength(6);
    await rebuildProjections(stage.door.database, new Date());
    expect(await dump()).toEqual(grown);
  });

  it('apply once a newer version of the service announces them, nested dates too', async () => {
    const { cooperation: older } = publishers;
    await older?.close();
    const newer = { ...cooperation, facts: [consultation.kind, planMarked.kind] };
    publishers.cooperation = await startApp(newer, {
      broker: stage.nats,
      ...(older === undefined ? {} : { data: older.data }),
    });
    await until('the newer version is read', async () => (await marksOf('cooperation')).length === 3);
    expect((await days(`planId=${thePlan.id}`))[0]).toBe('2076-01-10 inquiryStart');
    await tell('cooperation', planMarked, { ...thePlan, version: 2 });
    expect(await days('kind=inquiryStart')).toEqual([]);
  });
});

describe('a feed with more dates than its limit', () => {
  const full = { ...thePlan, id: newId() };
  const room = 2_000;
  const daysIn = async () =>
    eventsOf(
      (await stage.ask('GET', `/v1/calendar.ics?planId=${full.id}`, { token: stage.issuer.tokens.editor })).text,
    ).map((event) => String(event.getFirstPropertyValue('dtstart')));
  /** Two dates per record, on successive days, away from today. */
  const spread = (records: number, step: 1 | -1): Fields[] =>
    Array.from({ length: records }, (_, n) => {
      const away = (days: number) => addDays(today(new Date()), step * days);
      const [near, far] = [away(2 + (n % 170)), away(180 + (n % 170))];
      return aConsultation({ planId: full.id, replyDueOn: near, dueOn: far });
    });

  const dated = (records: Fields[]) =>
    records.flatMap(({ replyDueOn, dueOn }) => [String(replyDueOn), String(dueOn)]).sort();
  const ahead = spread(20, 1);

  it('contains all future dates before any past one, and the latest past ones', async () => {
    const past = spread(1_100, -1);
    await tell('cooperation', planMarked, full);
    await tell('cooperation', consultation, ...past, ...ahead);
    expect(await daysIn()).toEqual([...dated(past).slice(-(room - 40)), ...dated(ahead)]);
  });

  it('contains the next dates if even the future ones exceed the limit', async () => {
    const more = spread(1_000, 1);
    await tell('cooperation', consultation, ...more);
    expect(await daysIn()).toEqual(dated([...ahead, ...more]).slice(0, room));
  });
});
