import { systemActor } from '@passerelle/platform/data/request-transaction';
import { newId } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { IsoDate } from '@passerelle/domain/period';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { changedFact, factWith } from '@passerelle/testing/any-fact';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { publisher, type Fields } from '@passerelle/testing/publishers';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { z } from 'zod';
import { gateway } from '../gateway.js';
import { rebuildProjections } from '../rebuild.js';

// The departments of a date: those of its record, in either form, else those of the record that it is part of.

const dated = (more: Record<string, z.ZodType> = {}) =>
  z.looseObject({ dueOn: IsoDate.optional().meta({ 'x-calendar': 'actionDue', 'x-calendar-done': [] }), ...more });
const partOf = { bodyMeetingId: z.uuid().meta({ 'x-belongs-to': 'bodyMeetings' }) };
const meeting = changedFact('bodyMeetings', dated());
const followUp = changedFact('followUps', dated(partOf));
const mandate = changedFact('mandates', dated());

const representation: ServiceDefinition = {
  ...publisher('representation'),
  facts: [meeting.kind, followUp.kind, mandate.kind],
};

let publishing: StartedApp | undefined;
afterAll(() => publishing?.close());
const stage = onOwnDoor(gateway);

async function tell(...told: readonly (readonly [typeof meeting, Fields])[]): Promise<void> {
  const { database } = publishing ?? stage.door;
  await database.transaction(systemActor('test'), async (tx) => {
    for (const [of, state] of told)
      await record(tx, factWith(of, { version: 1, classification: 'public', title: { fr: 'Suite' }, ...state }));
  });
  const [logged] = await database.query<{ facts: number }>(
    `SELECT count(*)::int AS facts FROM event_log WHERE product = 'internal'`,
  );
  await until('the ledger has read them', async () => {
    const [row] = await stage.door.database.query<{ sequence: string }>(
      `SELECT sequence FROM fact_checkpoint WHERE consumer = 'ledger' AND source = 'representation'`,
    );
    return Number(row?.sequence) === logged?.facts;
  });
}

const theMeeting = { id: newId(), ref: 'RP-2026-0001', departments: ['territorialStrategy'] };
const part = { bodyMeetingId: theMeeting.id };
const own = { ...part, id: newId(), ref: 'RP-2026-0002', dueOn: '2076-01-01', department: 'bisa' };
const inherited = { ...part, id: newId(), ref: 'RP-2026-0003', dueOn: '2076-02-01' };
const given = {
  ...{ id: newId(), ref: 'RP-2026-0004', dueOn: '2076-03-01', level: 'europe' },
  departments: ['bisa', 'schoolService'],
};
const odd = { ...part, id: newId(), ref: 'RP-2026-0005', dueOn: '2076-04-01', department: 7 };

const entries = async (query = ''): Promise<Fields[]> =>
  (await stage.ask('GET', `/v1/calendar?due=true&${query}`)).body.items;
const refs = async (query: string) => (await entries(query)).map(({ ref }) => String(ref).slice(-1));

beforeAll(async () => {
  publishing = await startApp(representation, { broker: stage.nats });
  await tell([meeting, theMeeting], [followUp, own], [followUp, inherited], [mandate, given], [followUp, odd]);
  await until('the markings are read', async () => {
    const marks = await stage.door.database.query<unknown>('SELECT 1 FROM calendar_marking');
    return marks.length === 3;
  });
});

describe('the departments of a date', () => {
  it('are those of its record, one or several, else of what it is part of', async () => {
    expect((await entries()).map(({ ref, departments }) => [ref, departments])).toEqual([
      [own.ref, ['bisa']],
      [inherited.ref, theMeeting.departments],
      [given.ref, given.departments],
      [odd.ref, theMeeting.departments],
    ]);
  });

  it.each([
    ['department=bisa', ['2', '4']],
    ['department=territorialStrategy', ['3', '5']],
    ['department=bisa&level=europe', ['4']],
    ['department=schoolService&department=territorialStrategy', ['3', '4', '5']],
  ])('find it by %s', async (query, expected) => expect(await refs(query)).toEqual(expected));

  it('follow its record, and a rebuild', async () => {
    await tell([followUp, { ...own, version: 2, department: 'generalDirectorate' }]);
    expect([await refs('department=bisa'), await refs('department=generalDirectorate')]).toEqual([['4'], ['2']]);
    await rebuildProjections(stage.door.database, new Date());
    expect([await refs('department=bisa'), await refs('department=generalDirectorate')]).toEqual([['4'], ['2']]);
  });
});
