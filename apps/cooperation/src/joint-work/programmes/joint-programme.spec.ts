import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { jointProgrammeExample, workSiteExample } from './joint-programme.example.js';
import { JointProgrammeState, mostEditions, NewJointProgramme, ProgrammeStatus } from './joint-programme.schema.js';
import { programmeStates } from './joint-programme.states.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { mostSupports, NewWorkSite, Opening, Support, WorkSiteState, WorkSiteStatus } from './work-site.schema.js';
import { isOver, workSiteStates } from './work-site.states.js';

const today = '2026-11-24';
const on = '2026-06-30';
const reason = { fr: 'Plus de soutien.', nl: 'Geen draagvlak meer.' };
const id = '01930000-0000-7000-8000-000000000001';

const codeOf = (act: () => void): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

const programme = (changes: object = {}): JointProgrammeRecord =>
  JointProgrammeRecord.register(
    id,
    'CO-2026-0001',
    NewJointProgramme.parse({ ...jointProgrammeExample, ...changes }),
    today,
  );

const scope = { parties: ['BE-BRU', 'BE-VLG'], classification: 'public', level: 'metropolis', objective: 'O1' };
const site = (changes: object = {}): WorkSiteRecord =>
  WorkSiteRecord.propose(
    { id, ref: 'CO-2026-0002', jointProgrammeId: id },
    NewWorkSite.parse({ ...workSiteExample, ...changes }),
    scope,
    today,
  );

describe('a joint programme', () => {
  const acts: Record<string, (given: JointProgrammeRecord) => void> = {
    renew: (given) => given.renew({ year: 2026 }, today),
    end: (given) => given.end({ on }, today),
  };
  const rows = ProgrammeStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));

  it.each(rows)('follows its state table: $act when $status', ({ status, act }) => {
    const given = Object.assign(programme(), { status });
    const allowed = programmeStates.find((row) => row.from === status && row.act === act);
    expect(codeOf(() => acts[act]?.(given))).toBe(allowed ? undefined : 'illegalTransition');
    if (allowed) expect(given.status).toBe(allowed.to);
    expect(JointProgrammeState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('has one edition a year, the latest first', () => {
    const given = programme();
    for (const year of [2016, 2018, 2017]) given.renew({ year }, today);
    expect(given.editions.map(({ year }) => year)).toEqual([2018, 2017, 2016]);
    expect(given.latestEdition).toBe(2018);
    expect(codeOf(() => given.renew({ year: 2017 }, today))).toBe('editionExists');
    expect(codeOf(() => given.renew({ year: 2027, adoptedOn: '2027-01-01' }, today))).toBe('factInFuture');
  });

  it('has at most as many editions as its list allows', () => {
    const given = programme();
    for (let year = 1990; year < 1990 + mostEditions; year++) given.renew({ year }, today);
    expect(codeOf(() => given.renew({ year: 2100 }, today))).toBe('listFull');
    expect(JointProgrammeState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('needs both languages if public, and no day in the future', () => {
    expect(codeOf(() => programme({ title: { nl: 'Noordrand' } }))).toBe('languageIncomplete');
    expect(codeOf(() => programme({ startedOn: '2026-11-25' }))).toBe('factInFuture');
    const given = programme({ startedOn: '2014-06-01' });
    expect(codeOf(() => given.end({ on: '2014-05-31' }, today))).toBe('invalidPeriod');
    given.end({ on }, today);
    expect(codeOf(() => given.change({ source: 'Another' }, today))).toBe('recordClosed');
  });
});

describe('a work site', () => {
  const acts: Record<string, (given: WorkSiteRecord) => void> = {
    support: (given) => given.support({ party: 'BE-VLG', on, source: 'A letter' }, today),
    open: (given) => given.open({ on, steeringGroupOn: on }, today),
    close: (given) => given.close({ on }, today),
    drop: (given) => given.drop({ on, reason }, today),
  };
  const rows = WorkSiteStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    workSiteStates.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act one that is $status', ({ status, act }) => {
    expect(codeOf(() => acts[act]?.(Object.assign(site(), { status })))).toBe('illegalTransition');
  });

  it.each(rows.filter(allowed))('can $act one that is $status', (row) => {
    const given = Object.assign(site(), { status: row.status });
    acts[row.act]?.(given);
    expect(given.status).toBe(allowed(row)?.to);
    expect(WorkSiteState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('has its stages in the code list', () => {
    expect(referenceList('workSiteStages').entries.map(({ code }) => code)).toEqual(WorkSiteStatus.options);
    expect(WorkSiteStatus.options.filter(isOver)).toEqual(['closed', 'dropped']);
  });

  it('is opened only with support, and after the steering group', () => {
    const given = site({ supportRecorded: [] });
    expect([given.status, given.statusSince]).toEqual(['proposed', null]);
    expect(codeOf(() => acts['open']?.(given))).toBe('supportMissing');
    given.support({ organisation: { name: 'OVAM' }, on: '2026-03-01', source: 'A letter' }, today);
    expect([given.status, given.statusSince]).toEqual(['supported', '2026-03-01']);
    expect(Opening.safeParse({ on, steeringGroupOn: '2026-07-01' }).error?.issues).toMatchObject([
      { params: { issue: 'invalidPeriod' } },
    ]);
    const tomorrow = { on: '2026-11-25', steeringGroupOn: '2026-11-25' };
    expect(codeOf(() => given.open(tomorrow, today))).toBe('factInFuture');
    given.open({ on, steeringGroupOn: '2026-06-01' }, today);
    expect(given).toMatchObject({ status: 'open', openedOn: on, steeringGroupOn: '2026-06-01' });
  });

  it('is supported by a party or by an organisation, and by no other region', () => {
    expect(site().status).toBe('supported');
    const support = { on, source: 'A letter' };
    expect(Support.safeParse(support).success).toBe(false);
    expect(Support.safeParse({ ...support, party: 'BE-VLG', organisation: { name: 'OVAM' } }).success).toBe(false);
    expect(codeOf(() => site().support({ ...support, party: 'BE-WAL' }, today))).toBe('notAParty');
    expect(codeOf(() => site({ supportRecorded: [{ ...support, party: 'X-BE-DG' }] }))).toBe('notAParty');
    expect(codeOf(() => site().support({ ...support, party: 'BE-VLG', on: '2026-11-25' }, today))).toBe('factInFuture');
  });

  it('has at most as many supporters as its list allows', () => {
    const support = { organisation: { name: 'OVAM' }, on, source: 'A letter' };
    const given = site({ supportRecorded: Array.from({ length: mostSupports }, () => support) });
    expect(codeOf(() => given.support(support, today))).toBe('listFull');
    expect(WorkSiteState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('may be registered as open already', () => {
    const given = site({ status: 'open', supportRecorded: [] });
    expect(given).toMatchObject({ status: 'open', statusSince: null });
    given.close({ on }, today);
    expect(codeOf(() => given.change({ source: 'Another' }))).toBe('recordClosed');
  });
});
