import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import { actingOn } from '@passerelle/testing/acting';
import { forbidden } from '@passerelle/testing/transitions';
import fc from 'fast-check';
import { JointStudyRecord } from './joint-study.entity.js';
import { jointStudyExample, publishedStudyExample } from './joint-study.example.js';
import { jointStudyLife } from './joint-study.life.js';
import { JointStudyChange, JointStudyState, NewJointStudy, StudyStatus } from './joint-study.schema.js';

const today = '2026-11-24';
const context = actingOn(today);
const on = '2026-06-30';
const letter = { at: '2026-05-04T08:00:00Z', source: 'Letter of 4 May 2026' };

const given = (changes: object = {}): JointStudyRecord =>
  JointStudyRecord.propose(
    { id: '01930000-0000-7000-8000-000000000001', ref: 'CO-2026-0001' },
    NewJointStudy.parse({ ...jointStudyExample, proposedOn: '2026-05-04', ...changes }),
    today,
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

const { shares, budget } = jointStudyExample;
const bodies: Record<string, object> = {
  renegotiate: { shares, budget },
  agree: { party: 'BE-BRU', ...letter },
  procure: { on, contractor: { name: 'ULB' } },
  start: { on },
  receive: { code: 'finalReport', on },
  deliver: { on },
  release: { on },
  close: { on },
  cancel: { on, reason: { fr: 'Fini.', nl: 'Gedaan.' } },
};

const perform = (study: JointStudyRecord, act: string, body = bodies[act] ?? {}) =>
  codeOf(() => jointStudyLife.perform(study, act, body, context));
const agree = (study: JointStudyRecord, party: string, changes: object = {}) =>
  perform(study, 'agree', { party, ...letter, ...changes });

const delivered = () => {
  const study = given();
  study.deliverables = study.deliverables.map((owed) => ({ ...owed, deliveredOn: on }));
  return study;
};

describe('the life of a joint study', () => {
  const { transitions } = jointStudyLife;

  it.each(forbidden(transitions, Object.keys(bodies)))('in state %s, refuses to %s', async (status, act) => {
    expect(await perform(Object.assign(delivered(), { status }), act)).toBe('illegalTransition');
  });

  const byOneOfThree = transitions.filter(({ act, to }) => !(act === 'agree' && to === 'agreed'));
  it.each(byOneOfThree)('$from: $act leads to $to', async ({ from, act, to }) => {
    const study = Object.assign(delivered(), { status: from });
    expect(await perform(study, act)).toBeUndefined();
    expect(JointStudyState.parse(toJson(study)).status).toBe(to);
  });

  it('has its states in the code list, each with its labels', () => {
    expect(referenceList('studyStates').entries.map(({ code }) => code)).toEqual(StudyStatus.options);
    expect([...new Set(transitions.flatMap(({ from, to }) => [from, to]))].sort()).toEqual(
      StudyStatus.options.toSorted(),
    );
  });
});

describe('an agreement', () => {
  it('is complete once every party has agreed, in any order', async () => {
    const parties = ['BE-BRU', 'BE-VLG', 'BE-WAL'];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parties, { minLength: 3, maxLength: 3 }), async (order) => {
        const study = given();
        for (const [index, party] of order.entries()) {
          expect(study.status).toBe('proposed');
          expect(await agree(study, party)).toBeUndefined();
          expect(study.agreedBy.map((one) => one.party)).toEqual(order.slice(0, index + 1));
        }
        expect([study.status, study.statusSince]).toEqual(['agreed', '2026-05-04']);
      }),
    );
  });

  it('agrees the study with the last party only, and cannot be older than the proposal', async () => {
    const study = given();
    expect(study.statusSince).toBe('2026-05-04');
    await agree(study, 'BE-BRU', { at: '2026-06-01T08:00:00Z' });
    expect([study.status, study.statusSince]).toEqual(['proposed', '2026-05-04']);
    expect(await agree(study, 'BE-VLG', { at: '2026-05-03T08:00:00Z' })).toBe('invalidPeriod');
    for (const party of ['BE-VLG', 'BE-WAL']) await agree(study, party);
    expect([study.status, study.statusSince]).toEqual(['agreed', '2026-06-01']);
    await perform(study, 'renegotiate');
    expect(await agree(study, 'BE-BRU')).toBe('invalidPeriod');
    expect(await codeOf(() => given({ proposedOn: '2026-11-25' }))).toBe('factInFuture');
    expect(NewJointStudy.safeParse({ ...publishedStudyExample, proposedOn: on }).success).toBe(false);
  });

  it('is given once per party, and by parties only', async () => {
    const study = given();
    expect(await agree(study, 'X-BE-DG')).toBe('notAParty');
    expect(await agree(study, 'BE-VLG')).toBeUndefined();
    expect(await agree(study, 'BE-VLG')).toBe('alreadyAgreed');
  });

  it('is void once shares or budget change', async () => {
    const study = given();
    for (const party of ['BE-BRU', 'BE-VLG', 'BE-WAL']) await agree(study, party);
    const anew = [
      { party: 'BE-BRU', basisPoints: 6000 },
      { party: 'BE-VLG', basisPoints: 4000 },
    ];
    await perform(study, 'renegotiate', { shares: anew, budget: { amount: '0.01', currency: 'EUR' } });
    expect(study).toMatchObject({ status: 'proposed', agreedBy: [], parties: ['BE-BRU', 'BE-VLG'] });
    expect(study.shareAmounts?.map(({ amount }) => amount.amount)).toEqual(['0.01', '0.00']);
    expect(await agree(study, 'BE-WAL')).toBe('notAParty');
  });
});

describe('the deliverables', () => {
  const running = () => Object.assign(given(), { status: 'running' as const, runsFrom: '2026-06-01' });

  it('keep their receipts when the list is corrected, and are listed if missing before publication', async () => {
    const study = running();
    const document = { href: 'https://example.org/report' };
    await perform(study, 'receive', { code: 'finalReport', on: '2026-06-30', document });
    const map = { code: 'map', title: { fr: 'Carte', nl: 'Kaart' } };
    study.change({ deliverables: [{ ...jointStudyExample.deliverables[0], dueOn: '2026-12-01' }, map] });
    expect(study.deliverables).toMatchObject([{ deliveredOn: '2026-06-30', dueOn: '2026-12-01' }, map]);
    await perform(study, 'deliver', { on: '2026-10-01' });
    expect(await perform(study, 'release', { on: today })).toBe('deliverablesMissing');
    await perform(study, 'receive', { code: 'map', on: '2026-10-02' });
    expect(await perform(study, 'release', { on: today })).toBeUndefined();
  });

  it('are named, and received in order on a day in the past', async () => {
    const receive = (code: string, day: string) => perform(running(), 'receive', { code, on: day });
    expect(await receive('nothing', on)).toBe('referencedResourceNotFound');
    expect(await receive('finalReport', '2026-05-31')).toBe('invalidPeriod');
    expect(await receive('finalReport', '2026-11-25')).toBe('factInFuture');
  });
});

describe('the register', () => {
  it('publishes a study in both official languages, whatever its classification, and keeps both (G5)', async () => {
    const study = Object.assign(delivered(), { status: 'delivered' as const, title: { fr: 'Étude' } });
    expect(await perform(study, 'release')).toBe('languageIncomplete');
    const terms = { ...publishedStudyExample, proposedOn: undefined, classification: 'internal' };
    expect(await codeOf(() => given({ ...terms, title: { fr: 'Étude' } }))).toBe('languageIncomplete');
    expect(await codeOf(() => given(terms).change({ title: { fr: null } }))).toBe('languageIncomplete');
    expect(await perform(given(terms), 'close', { on, reason: { fr: 'Fini.' } })).toBe('languageIncomplete');
    expect(await perform(given(terms), 'close')).toBeUndefined();
  });

  it('registers a published study with the days that are known, and refuses such days for others', async () => {
    const published = { ...publishedStudyExample, proposedOn: undefined };
    expect(given(published)).toMatchObject({ status: 'published', statusSince: '2025-09-08' });
    expect(NewJointStudy.safeParse({ ...jointStudyExample, runsFrom: on }).success).toBe(false);
    const running = NewJointStudy.safeParse({ ...publishedStudyExample, runsFrom: '2024-01-08' });
    expect(running.error?.issues).toMatchObject([{ path: ['runsTo'] }]);
    const out = { ...publishedStudyExample, runsFrom: '2025-09-09', runsTo: '2025-09-30' };
    expect(NewJointStudy.safeParse(out).error?.issues).toMatchObject([{ params: { issue: 'invalidPeriod' } }]);
    expect(await codeOf(() => given({ ...published, publishedOn: '2026-11-25' }))).toBe('factInFuture');
  });

  it('refuses to correct shares, budget or a closed study', async () => {
    for (const patch of [{ shares }, { budget }, { status: 'agreed' }])
      expect(JointStudyChange.safeParse(patch).success).toBe(false);
    for (const status of ['closed', 'cancelled'])
      expect(await codeOf(() => Object.assign(given(), { status }).change({ source: 'Another' }))).toBe('recordClosed');
    expect(await codeOf(() => given().change({ plannedEndOn: '2026-08-31' }))).toBe('invalidPeriod');
  });
});
