import { addDays, IsoDate } from '@passerelle/domain/period';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { newId } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { changedFact, factWith } from '@passerelle/testing/any-fact';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { publisher, type Fields } from '@passerelle/testing/publishers';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import fc from 'fast-check';
import { z } from 'zod';
import { gateway } from '../gateway.js';
import { rebuildProjections } from '../rebuild.js';
import { asIcalJs, asNodeIcal } from './feed-readers.builder.js';

// What settles a calendar date, and how long it lasts, as markings declare it, in any order of facts.

/** Records that an earlier release announced have no classification. */
const consultation = changedFact(
  'consultations',
  z.looseObject({
    replyDueOn: IsoDate.optional().meta({
      'x-calendar': 'consultationReplyDue',
      'x-calendar-done': [{ day: 'repliedOn' }, { status: ['closed'], day: 'closedOn' }],
    }),
  }),
);
const decision = changedFact(
  'decisions',
  z.looseObject({
    dueOn: IsoDate.optional().meta({
      'x-calendar': 'decisionDue',
      'x-calendar-done': [{ of: { resource: 'actionItems', field: 'decisionId' }, status: ['closed'], day: 'doneOn' }],
    }),
  }),
);
const action = changedFact('actionItems', z.looseObject({}));
const activity = changedFact(
  'activities',
  z.looseObject({ startsOn: IsoDate.meta({ 'x-calendar': 'activity', 'x-calendar-until': 'endsOn' }) }),
);

const cooperation: ServiceDefinition = {
  ...publisher('cooperation'),
  facts: [consultation.kind, decision.kind, action.kind, activity.kind],
};

let publishing: StartedApp | undefined;
afterAll(() => publishing?.close());
const stage = onOwnDoor(gateway);

const bodyId = newId();
const planId = newId();
const common = { classification: 'public', bodyId, planId, ref: 'CO-2026-0001' };
const versions = new Map<string, number>();

/** Facts in sequence, each as the next version of its record. */
async function tell(...told: readonly (readonly [typeof decision, Fields])[]): Promise<void> {
  const { database } = publishing ?? stage.door;
  await database.transaction(systemActor('test'), async (tx) => {
    for (const [of, state] of told) {
      const id = String(state['id']);
      versions.set(id, (versions.get(id) ?? 0) + 1);
      await record(tx, factWith(of, { ...common, id, version: versions.get(id) ?? 1, ...state }));
    }
  });
  const [logged] = await database.query<{ facts: number }>(
    `SELECT count(*)::int AS facts FROM event_log WHERE product = 'internal'`,
  );
  await until('the ledger has read them', async () => {
    const [row] = await stage.door.database.query<{ sequence: string }>(
      `SELECT sequence FROM fact_checkpoint WHERE consumer = 'ledger' AND source = 'cooperation'`,
    );
    return Number(row?.sequence) === logged?.facts;
  });
}

const list = async (query: string): Promise<Fields[]> => {
  const { status, body } = await stage.ask('GET', `/v1/calendar?pageSize=200&planId=${planId}&${query}`);
  expect(status).toBe(200);
  return body.items;
};
const days = async (query = '') =>
  (await list(query)).map(({ on, status, doneOn }) => [on, status, doneOn].filter(Boolean).join(' '));
const feed = async (query = '') => (await stage.ask('GET', `/v1/calendar.ics?planId=${planId}&${query}`)).text;
const dump = () => stage.door.database.query('SELECT * FROM calendar_entry ORDER BY id');

beforeAll(async () => {
  publishing = await startApp(cooperation, { broker: stage.nats });
  // Facts before the markings are known, so that the calendar must catch up.
  await tell([
    changedFact('plans', z.looseObject({})),
    { id: planId, title: { fr: 'PRAS', nl: 'GBP' }, classification: 'public' },
  ]);
  await until('the markings are read', async () => {
    const marks = await stage.door.database.query<unknown>('SELECT 1 FROM calendar_marking');
    return marks.length === 3;
  });
});

describe('a date that waits for an act', () => {
  const asked = { id: newId(), replyDueOn: '2076-02-01', planTitle: { fr: 'PRAS', nl: 'GBP' } };

  it('is due, then done, and shown on request', async () => {
    await tell([consultation, asked]);
    expect(await days()).toEqual(['2076-02-01 due']);
    await tell([consultation, { ...asked, repliedOn: '2076-01-20', status: 'entered' }]);
    expect(await days()).toEqual([]);
    expect(await days('status=done')).toEqual(['2076-02-01 done 2076-01-20']);
    expect(await days('status=done&status=due&status=event')).toHaveLength(1);
    expect(await feed()).not.toContain('BEGIN:VEVENT');
    expect(await feed('status=done&lang=nl')).toContain('Gedaan op 2076-01-20');
  });

  it('keeps its UID when it is due again, and increases its SEQUENCE', async () => {
    const [before] = await list('status=done');
    await tell([consultation, asked]);
    const [after] = await list('');
    expect(after?.['id']).toBe(before?.['id']);
    expect(await feed()).toMatch(/SEQUENCE:3\r\n/);
    await tell([consultation, { ...asked, status: 'closed', closedOn: '2076-03-01' }]);
    expect(await days('status=done')).toEqual(['2076-02-01 done 2076-03-01']);
    await tell([consultation, { ...asked, status: 'withdrawn' }]);
    expect(await days('status=done')).toEqual([]);
  });

  it('is settled by other records if its marking says so: by all of them, and at least one', async () => {
    const { id, ...due } = { id: newId(), dueOn: '2076-04-01', text: { fr: 'Décision', nl: 'Beslissing' } };
    const item = (state: Fields) => ({ id: newId(), decisionId: id, status: 'open', ...state });
    const [one, other] = [item({}), item({})];
    await tell([decision, { id, ...due }]);
    expect(await days()).toEqual(['2076-04-01 due']);
    await tell([action, one], [action, other], [action, { ...one, status: 'closed', doneOn: '2076-03-02' }]);
    expect(await days()).toEqual(['2076-04-01 due']);
    await tell([action, { ...other, status: 'closed', doneOn: '2076-03-01' }]);
    expect(await days('status=done')).toEqual(['2076-04-01 done 2076-03-02']);
    await tell([action, { ...other }]);
    expect(await days()).toEqual(['2076-04-01 due']);
    // The sum of its own version and theirs: no calendar program misses a change.
    expect(await feed()).toMatch(/SEQUENCE:6\r\n/);
    await tell([decision, { id, ...due, status: 'cancelled' }]);
  });
});

describe('a date that lasts several days', () => {
  const congress = {
    id: newId(),
    startsOn: '2076-11-10',
    endsOn: '2076-11-12',
    title: { fr: 'Congrès', nl: 'Congres' },
  };

  it('is listed on each of them, even if it began before the period', async () => {
    await tell([activity, congress]);
    const on = async (from: string, to: string) => (await list(`from=${from}&to=${to}`)).map(({ endsOn }) => endsOn);
    for (const day of ['2076-11-10', '2076-11-11', '2076-11-12']) expect(await on(day, day)).toEqual(['2076-11-12']);
    for (const day of ['2076-11-09', '2076-11-13']) expect(await on(day, day)).toEqual([]);
    expect(await on('2076-11-12', '2076-12-31')).toHaveLength(1);
  });

  it('ends in a feed on the day after the last one, in two parsers', async () => {
    const text = await feed();
    expect(text).toContain('DTSTART;VALUE=DATE:20761110\r\n');
    expect(text).toContain('DTEND;VALUE=DATE:20761113\r\n');
    const expected = [
      { uid: expect.any(String), days: ['2076-11-10', '2076-11-12'], summary: 'Activité de réseau: PRAS: Congrès' },
    ];
    expect(asIcalJs(text)).toEqual(expected);
    expect(asNodeIcal(text)).toEqual(expected);
  });

  it('lasts one day if its end is missing or before its start', async () => {
    for (const endsOn of [undefined, '2076-11-09', '2076-11-31', 7]) {
      await tell([activity, { ...congress, endsOn }]);
      expect(await list('')).toMatchObject([{ on: '2076-11-10' }]);
      expect((await list(''))[0]).not.toHaveProperty('endsOn');
    }
    await tell([activity, { ...congress, status: 'withdrawn' }]);
  });
});

it(
  'is the same after a rebuild, for any order of facts, sequential or concurrent',
  async () => {
    const decisions = [newId(), newId()];
    const [first = ''] = decisions;
    const items = [newId(), newId(), newId()];
    const day = fc.integer({ min: 0, max: 300 }).map((n) => addDays('2077-01-01', n));
    const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
    const ofDecision = fc
      .record({ id: fc.constantFrom(...decisions), dueOn: maybe(day), status: maybe(fc.constant('cancelled')) })
      .map((state) => [decision, state] as const);
    const ofItem = fc
      .record({
        id: fc.constantFrom(...items),
        decisionId: fc.constantFrom(...decisions, 'none'),
        status: fc.constantFrom('open', 'closed'),
        doneOn: maybe(day),
      })
      .map((state) => [action, state] as const);
    const ofConsultation = fc
      .record({
        replyDueOn: maybe(day),
        repliedOn: maybe(day),
        closedOn: maybe(day),
        status: maybe(fc.constant('closed')),
      })
      .map((state) => [consultation, { id: first, ...state }] as const);
    const facts = fc.array(fc.oneof(ofDecision, ofItem, ofConsultation), { minLength: 1, maxLength: 12 });
    const law = fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 4 }), async (batches) => {
      for (const batch of batches) await tell(...batch);
      const live = await dump();
      await rebuildProjections(stage.door.database, new Date());
      expect(await dump()).toEqual(live);
    });
    await fc.assert(law, { numRuns: 30 });
  },
  longTestLimitMs,
);
