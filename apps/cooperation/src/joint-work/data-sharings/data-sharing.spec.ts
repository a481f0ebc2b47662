import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { DataSharingRecord } from './data-sharing.entity.js';
import { dataSharingExample } from './data-sharing.example.js';
import { DataSharingChange, DataSharingState, NewDataSharing, SharingStatus } from './data-sharing.schema.js';
import { sharingStates } from './data-sharing.states.js';

const today = '2026-11-24';
const on = '2026-06-30';
const reason = { fr: 'Migration.', nl: 'Migratie.' };

const given = (changes: object = {}): DataSharingRecord =>
  DataSharingRecord.register(
    '01930000-0000-7000-8000-000000000001',
    'CO-2026-0001',
    NewDataSharing.parse({ ...dataSharingExample, monitoredFrom: '2026-01-01', ...changes }),
  );

const codeOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

const acts: Record<string, (sharing: DataSharingRecord) => void> = {
  deliver: (sharing) => sharing.deliver({ on, records: 12 }, today),
  acknowledge: (sharing) => Object.assign(sharing, { lastDelivery: { on } }).acknowledge(`${on}T08:00:00Z`, undefined),
  suspend: (sharing) => sharing.suspend({ on, reason }, today),
  resume: (sharing) => sharing.resume({ on }, today),
  end: (sharing) => sharing.end({ on, reason }, today),
};

describe('the life of a data sharing', () => {
  const rows = SharingStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    sharingStates.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act one that is $status', ({ status, act }) => {
    expect(codeOf(() => acts[act]?.(Object.assign(given(), { status })))).toBe('illegalTransition');
  });

  it.each(rows.filter(allowed))('can $act one that is $status', (row) => {
    const sharing = Object.assign(given(), { status: row.status });
    acts[row.act]?.(sharing);
    expect(sharing.status).toBe(allowed(row)?.to);
    expect(DataSharingState.safeParse(toJson(sharing)).error).toBeUndefined();
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
  it('is due one period after the last one, or after monitoring began', () => {
    const sharing = given();
    expect(sharing.nextDueOn).toBe('2026-04-01');
    sharing.deliver({ on: '2026-03-15' }, today);
    expect(sharing).toMatchObject({ nextDueOn: '2026-06-15', lastDeliveredOn: '2026-03-15', deliveries: 1 });
  });

  it('is not expected during a pause, and counts again from its end', () => {
    const sharing = given();
    sharing.suspend({ on: '2026-03-01', reason }, today);
    expect(sharing.nextDueOn).toBeNull();
    sharing.resume({ on: '2026-06-01' }, today);
    expect(sharing).toMatchObject({ expectedSince: '2026-06-01', nextDueOn: '2026-09-01' });
  });

  it('does not move back for a delivery that is recorded later', () => {
    const sharing = given();
    sharing.deliver({ on: '2025-12-01' }, today);
    expect(sharing).toMatchObject({ expectedSince: '2026-01-01', deliveries: 1 });
  });

  it('follows a corrected rate, and a corrected first day if no delivery came since', () => {
    const sharing = given();
    sharing.change({ refresh: 'annual', monitoredFrom: '2025-07-01' });
    expect(sharing.nextDueOn).toBe('2026-07-01');
    sharing.deliver({ on: '2026-03-15' }, today);
    sharing.change({ monitoredFrom: '2025-01-01' });
    expect(sharing.nextDueOn).toBe('2027-03-15');
    sharing.change({ refresh: 'irregular' });
    expect(sharing.nextDueOn).toBeNull();
  });
});

it('accepts deliveries in order, and acknowledges each once', () => {
  const sharing = given();
  expect(codeOf(() => sharing.acknowledge(`${on}T08:00:00Z`, undefined))).toBe('nothingToAcknowledge');
  sharing.deliver({ on }, today);
  sharing.acknowledge(`${on}T08:00:00Z`, 'A letter');
  expect(sharing.lastDelivery).toMatchObject({ on, receiptSource: 'A letter' });
  expect(codeOf(() => sharing.acknowledge(`${on}T09:00:00Z`, undefined))).toBe('nothingToAcknowledge');
  expect(codeOf(() => sharing.deliver({ on: '2026-06-29' }, today))).toBe('invalidPeriod');
  sharing.deliver({ on: '2026-07-01' }, today);
  expect(sharing.lastDelivery).toEqual({ on: '2026-07-01' });
});

it('needs both languages if public, and cannot change after its end', () => {
  expect(codeOf(() => given({ classification: 'public', title: { en: 'Plans' } }))).toBe('languageIncomplete');
  const open = given({ classification: 'public' });
  expect(codeOf(() => open.suspend({ on: '2026-06-30', reason: { fr: 'Migration.' } }, today))).toBe(
    'languageIncomplete',
  );
  const ended = Object.assign(given(), { status: 'ended' as const });
  expect(codeOf(() => ended.change({ refresh: 'annual' }))).toBe('recordClosed');
});
