import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { forbidden } from '@passerelle/testing/transitions';
import { DataSharingRecord } from './data-sharing.entity.js';
import { dataSharingExample } from './data-sharing.example.js';
import { dataSharingLife } from './data-sharing.life.js';
import { DataSharingChange, DataSharingState, NewDataSharing, SharingStatus } from './data-sharing.schema.js';

const context = actingOn('2026-11-24');
const on = '2026-06-30';
const source = 'E-mail of 30 June 2026';

const given = (changes: object = {}): DataSharingRecord =>
  DataSharingRecord.register(
    { id: '01930000-0000-7000-8000-000000000001', ref: 'CO-2026-0001' },
    NewDataSharing.parse({ ...dataSharingExample, monitoredFrom: '2026-01-01', ...changes }),
  );

/** Why an act was refused; undefined if it succeeded. */
const codeOf = async (act: () => unknown): Promise<string | undefined> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

const perform = (sharing: DataSharingRecord, act: string, body: object) =>
  codeOf(() => dataSharingLife.perform(sharing, act, body, context));
const deliver = (sharing: DataSharingRecord, day: string) => perform(sharing, 'deliver', { on: day, source });

const bodies: Record<string, object> = {
  deliver: { on, records: 12, source },
  acknowledge: { at: `${on}T08:00:00Z`, source },
  end: { on, reason: { fr: 'Fini.', nl: 'Gedaan.' } },
};

describe('the life of a data sharing', () => {
  const { transitions } = dataSharingLife;

  it.each(forbidden(transitions, Object.keys(bodies)))('in state %s, refuses to %s', async (status, act) => {
    const sharing = Object.assign(given(), { status });
    expect(await perform(sharing, act, bodies[act] ?? {})).toBe('illegalTransition');
  });

  it.each(transitions)('$from: $act leads to $to', async ({ from, act, to }) => {
    const sharing = Object.assign(given(), { status: from, lastDelivery: { on } });
    expect(await perform(sharing, act, bodies[act] ?? {})).toBeUndefined();
    expect(DataSharingState.parse(toJson(sharing)).status).toBe(to);
  });

  it('has its states in the code list', () => {
    expect(referenceList('dataSharingStates').entries.map(({ code }) => code)).toEqual(SharingStatus.options);
  });
});

it('needs two different regions', () => {
  const same = { ...dataSharingExample, receiver: 'BE-VLG' };
  expect(NewDataSharing.safeParse(same).error?.issues).toMatchObject([{ path: ['receiver'] }]);
  expect(DataSharingChange.safeParse({ receiver: 'BE-WAL' }).success).toBe(false);
  expect(given().parties).toEqual(['BE-VLG', 'BE-BRU']);
});

describe('the next delivery', () => {
  it('is due one period after the last one, or after monitoring began', async () => {
    const sharing = given();
    expect(sharing.nextDueOn).toBe('2026-04-01');
    await deliver(sharing, '2026-03-15');
    expect(sharing).toMatchObject({ nextDueOn: '2026-06-15', lastDeliveredOn: '2026-03-15', deliveries: 1 });
  });

  it('is counted again from the end of a pause, which a corrected first day gives', async () => {
    const sharing = given();
    await deliver(sharing, '2026-03-15');
    sharing.change({ monitoredFrom: '2027-09-01' });
    expect(sharing).toMatchObject({ expectedSince: '2027-09-01', nextDueOn: '2027-12-01' });
  });

  it('does not move back for a delivery that is recorded later', async () => {
    const sharing = given();
    await deliver(sharing, '2025-12-01');
    expect(sharing).toMatchObject({ expectedSince: '2026-01-01', deliveries: 1 });
  });

  it('follows a corrected rate, and a corrected first day that is not before the last delivery', async () => {
    const sharing = given();
    sharing.change({ refresh: 'annual', monitoredFrom: '2025-07-01' });
    expect(sharing.nextDueOn).toBe('2026-07-01');
    await deliver(sharing, '2026-03-15');
    sharing.change({ monitoredFrom: '2025-01-01' });
    expect(sharing.nextDueOn).toBe('2027-03-15');
    sharing.change({ refresh: 'irregular' });
    expect(sharing.nextDueOn).toBeNull();
  });
});

it('accepts deliveries in order, and acknowledges each once', async () => {
  const sharing = given();
  const acknowledge = () => perform(sharing, 'acknowledge', { source: 'A letter' });
  expect(await acknowledge()).toBe('nothingToAcknowledge');
  await deliver(sharing, on);
  expect(await acknowledge()).toBeUndefined();
  expect(sharing.lastDelivery).toMatchObject({ on, receiptSource: 'A letter' });
  expect(await acknowledge()).toBe('nothingToAcknowledge');
  expect(await deliver(sharing, '2026-06-29')).toBe('invalidPeriod');
  await deliver(sharing, '2026-07-01');
  expect(sharing.lastDelivery).toEqual({ on: '2026-07-01', source });
});

it('cannot change after its end', async () => {
  const ended = Object.assign(given(), { status: 'ended' as const });
  expect(await codeOf(() => ended.change({ refresh: 'annual' }))).toBe('recordClosed');
});
