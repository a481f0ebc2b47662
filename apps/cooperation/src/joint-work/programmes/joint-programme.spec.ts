import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { forbidden } from '@passerelle/testing/transitions';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { jointProgrammeExample, workSiteExample } from './joint-programme.example.js';
import { jointProgrammeLife } from './joint-programme.life.js';
import { JointProgrammeState, mostEditions, NewJointProgramme } from './joint-programme.schema.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { workSiteLife } from './work-site.life.js';
import { mostSupports, NewWorkSite, Opening, Support, WorkSiteState, WorkSiteStatus } from './work-site.schema.js';

const today = '2026-11-24';
const context = actingOn(today);
const on = '2026-06-30';
const reason = { fr: 'Plus de soutien.', nl: 'Geen draagvlak meer.' };
const id = '01930000-0000-7000-8000-000000000001';

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

const programme = (changes: object = {}): JointProgrammeRecord =>
  JointProgrammeRecord.register(
    { id, ref: 'CO-2026-0001' },
    NewJointProgramme.parse({ ...jointProgrammeExample, ...changes }),
    today,
  );

const scope = { id, parties: ['BE-BRU', 'BE-VLG'], classification: 'public', level: 'metropolis', objective: 'O1' };
const site = (changes: object = {}): WorkSiteRecord =>
  WorkSiteRecord.propose(
    { id, ref: 'CO-2026-0002' },
    NewWorkSite.parse({ ...workSiteExample, ...changes }),
    scope,
    today,
  );

describe('a joint programme', () => {
  const bodies: Record<string, object> = { renew: { year: 2026 }, end: { on } };
  const { transitions } = jointProgrammeLife;
  const perform = (given: JointProgrammeRecord, act: string, body = bodies[act] ?? {}) =>
    codeOf(() => jointProgrammeLife.perform(given, act, body, context));
  const renew = (given: JointProgrammeRecord, year: number) => perform(given, 'renew', { year });

  it.each(forbidden(transitions, Object.keys(bodies)))('in state %s, refuses to %s', async (status, act) => {
    expect(await perform(Object.assign(programme(), { status }), act)).toBe('illegalTransition');
  });

  it.each(transitions)('$from: $act leads to $to', async ({ from, act, to }) => {
    const given = Object.assign(programme(), { status: from });
    expect(await perform(given, act)).toBeUndefined();
    expect(JointProgrammeState.parse(toJson(given)).status).toBe(to);
  });

  it('has one edition a year, the latest first', async () => {
    const given = programme();
    for (const year of [2016, 2018, 2017]) await renew(given, year);
    expect(given.editions.map(({ year }) => year)).toEqual([2018, 2017, 2016]);
    expect(given.latestEdition).toBe(2018);
    expect(await renew(given, 2017)).toBe('editionExists');
    expect(await perform(given, 'renew', { year: 2027, adoptedOn: '2027-01-01' })).toBe('factInFuture');
  });

  it('has at most as many editions as its list allows', async () => {
    const given = programme();
    for (let year = 1990; year < 1990 + mostEditions; year++) await renew(given, year);
    expect(await renew(given, 2100)).toBe('listFull');
    expect(JointProgrammeState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('has no day in the future, and cannot change after its end', async () => {
    expect(await codeOf(() => programme({ startedOn: '2026-11-25' }))).toBe('factInFuture');
    const given = programme({ startedOn: '2014-06-01' });
    expect(await perform(given, 'end', { on: '2014-05-31' })).toBe('invalidPeriod');
    await perform(given, 'end');
    expect(await codeOf(() => given.change({ source: 'Another' }, today))).toBe('recordClosed');
  });
});

describe('a work site', () => {
  const bodies: Record<string, object> = {
    support: { party: 'BE-VLG', on, source: 'A letter' },
    open: { on, steeringGroupOn: on },
    close: { on },
    drop: { on, reason },
  };
  const { transitions } = workSiteLife;
  const perform = (given: WorkSiteRecord, act: string, body = bodies[act] ?? {}) =>
    codeOf(() => workSiteLife.perform(given, act, body, context));

  it.each(forbidden(transitions, Object.keys(bodies)))('in state %s, refuses to %s', async (status, act) => {
    expect(await perform(Object.assign(site(), { status }), act)).toBe('illegalTransition');
  });

  // Whether a site may be opened depends on its programme too: tested end to end.
  it.each(transitions.filter(({ act }) => act !== 'open'))('$from: $act leads to $to', async ({ from, act, to }) => {
    const given = Object.assign(site(), { status: from });
    expect(await perform(given, act)).toBeUndefined();
    expect(WorkSiteState.parse(toJson(given)).status).toBe(to);
  });

  it('has its stages in the code list', () => {
    expect(referenceList('workSiteStages').entries.map(({ code }) => code)).toEqual(WorkSiteStatus.options);
  });

  it('is opened only with support, and after the steering group', async () => {
    const given = site({ supportRecorded: [] });
    expect([given.status, given.statusSince]).toEqual(['proposed', null]);
    expect(await perform(given, 'open')).toBe('illegalTransition');
    await perform(given, 'support', { organisation: { name: 'OVAM' }, on: '2026-03-01', source: 'A letter' });
    expect([given.status, given.statusSince]).toEqual(['supported', '2026-03-01']);
    expect(Opening.safeParse({ on, steeringGroupOn: '2026-07-01' }).error?.issues).toMatchObject([
      { params: { issue: 'invalidPeriod' } },
    ]);
    const tomorrow = { on: '2026-11-25', steeringGroupOn: '2026-11-25' };
    expect(await codeOf(() => given.open(tomorrow, today))).toBe('factInFuture');
    given.open({ on, steeringGroupOn: '2026-06-01' }, today);
    expect(given).toMatchObject({ statusSince: on, openedOn: on, steeringGroupOn: '2026-06-01' });
  });

  it('is supported by a party or by an organisation, and by no other region', async () => {
    expect(site().status).toBe('supported');
    const support = { on, source: 'A letter' };
    expect(Support.safeParse(support).success).toBe(false);
    expect(Support.safeParse({ ...support, party: 'BE-VLG', organisation: { name: 'OVAM' } }).success).toBe(false);
    expect(await perform(site(), 'support', { ...support, party: 'BE-WAL' })).toBe('notAParty');
    expect(await codeOf(() => site({ supportRecorded: [{ ...support, party: 'X-BE-DG' }] }))).toBe('notAParty');
    const tomorrow = { ...support, party: 'BE-VLG', on: '2026-11-25' };
    expect(await perform(site(), 'support', tomorrow)).toBe('factInFuture');
  });

  it('has at most as many supporters as its list allows', async () => {
    const support = { organisation: { name: 'OVAM' }, on, source: 'A letter' };
    const given = site({ supportRecorded: Array.from({ length: mostSupports }, () => support) });
    expect(await perform(given, 'support', support)).toBe('listFull');
    expect(WorkSiteState.safeParse(toJson(given)).error).toBeUndefined();
  });

  it('may be registered as open already', async () => {
    const given = site({ status: 'open', supportRecorded: [] });
    expect(given).toMatchObject({ status: 'open', statusSince: null });
    await perform(given, 'close');
    expect(await codeOf(() => given.change({ source: 'Another' }))).toBe('recordClosed');
  });
});
