import { referenceList } from '@passerelle/domain/reference-list';
import { Refusal } from '@passerelle/platform/kernel/problems';
import { toJson } from '@passerelle/platform/kernel/rpc';
import fc from 'fast-check';
import { JointStudyRecord } from './joint-study.entity.js';
import { jointStudyExample, publishedStudyExample } from './joint-study.example.js';
import { JointStudyChange, JointStudyState, NewJointStudy, StudyStatus } from './joint-study.schema.js';
import { isOver, studyStates } from './joint-study.states.js';

const today = '2026-11-24';
const on = '2026-06-30';
const at = '2026-05-04T08:00:00Z';

const given = (changes: object = {}): JointStudyRecord =>
  JointStudyRecord.propose(
    '01930000-0000-7000-8000-000000000001',
    'CO-2026-0001',
    NewJointStudy.parse({ ...jointStudyExample, proposedOn: '2026-05-04', ...changes }),
    today,
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

const { shares, budget } = jointStudyExample;
const contractor = { name: 'ULB' };
const acts: Record<string, (study: JointStudyRecord) => void> = {
  renegotiate: (study) => study.renegotiate({ shares: [...shares], budget }, today),
  agree: (study) => study.agree({ party: 'BE-BRU', at }),
  procure: (study) => study.procure({ on, contractor }, today),
  start: (study) => study.start({ on }, today),
  receive: (study) => study.receive({ code: 'finalReport', on }, today),
  deliver: (study) => study.deliver({ on }, today),
  release: (study) => study.release({ on }, today),
  close: (study) => study.close({ on }, today),
  cancel: (study) => study.cancel({ on, reason: { fr: 'Fini.', nl: 'Gedaan.' } }, today),
};

const delivered = () => {
  const study = given();
  study.deliverables = study.deliverables.map((owed) => ({ ...owed, deliveredOn: on }));
  return study;
};

describe('the life of a joint study', () => {
  const rows = StudyStatus.options.flatMap((status) => Object.keys(acts).map((act) => ({ status, act })));
  const allowed = ({ status, act }: (typeof rows)[number]) =>
    studyStates.find((row) => row.from === status && row.act === act);

  it.each(rows.filter((row) => !allowed(row)))('refuses to $act a study that is $status', ({ status, act }) => {
    const study = Object.assign(delivered(), { status });
    expect(codeOf(() => acts[act]?.(study))).toBe('illegalTransition');
  });

  it.each(rows.filter(allowed))('can $act a study that is $status', (row) => {
    const study = Object.assign(delivered(), { status: row.status });
    acts[row.act]?.(study);
    expect(study.status).toBe(allowed(row)?.to);
    expect(JointStudyState.safeParse(toJson(study)).error).toBeUndefined();
  });

  it('has its states in the code list, each with its labels', () => {
    expect(referenceList('studyStates').entries.map(({ code }) => code)).toEqual(StudyStatus.options);
    expect([...new Set(studyStates.flatMap(({ from, to }) => [from, to]))].sort()).toEqual(
      StudyStatus.options.toSorted(),
    );
    expect(StudyStatus.options.filter(isOver)).toEqual(['closed', 'cancelled']);
  });
});

describe('an agreement', () => {
  const agree = (study: JointStudyRecord, party: 'BE-BRU' | 'BE-VLG' | 'BE-WAL' | 'X-BE-DG') =>
    codeOf(() => study.agree({ party, at }));

  it('is complete once every party has agreed, in any order', () => {
    const parties = ['BE-BRU', 'BE-VLG', 'BE-WAL'] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...parties], { minLength: 3, maxLength: 3 }), (order) => {
        const study = given();
        for (const [index, party] of order.entries()) {
          expect(study.status).toBe('proposed');
          expect(agree(study, party)).toBeUndefined();
          expect(study.agreedBy.map((one) => one.party)).toEqual(order.slice(0, index + 1));
        }
        expect([study.status, study.statusSince]).toEqual(['agreed', '2026-05-04']);
      }),
    );
  });

  it('agrees the study with the last party only, and cannot be older than the proposal', () => {
    const study = given();
    expect(study.statusSince).toBe('2026-05-04');
    study.agree({ party: 'BE-BRU', at: '2026-06-01T08:00:00Z' });
    expect([study.status, study.statusSince]).toEqual(['proposed', '2026-05-04']);
    const early = { party: 'BE-VLG' as const, at: '2026-05-03T08:00:00Z' };
    expect(codeOf(() => study.agree(early))).toBe('invalidPeriod');
    for (const party of ['BE-VLG', 'BE-WAL'] as const) agree(study, party);
    expect([study.status, study.statusSince]).toEqual(['agreed', '2026-06-01']);
    study.renegotiate({ shares: [...shares], budget }, today);
    expect(agree(study, 'BE-BRU')).toBe('invalidPeriod');
    expect(codeOf(() => given({ proposedOn: '2026-11-25' }))).toBe('factInFuture');
    expect(NewJointStudy.safeParse({ ...publishedStudyExample, proposedOn: on }).success).toBe(false);
  });

  it('is given once per party, and by parties only', () => {
    const study = given();
    expect(agree(study, 'X-BE-DG')).toBe('notAParty');
    expect(agree(study, 'BE-VLG')).toBeUndefined();
    expect(agree(study, 'BE-VLG')).toBe('alreadyAgreed');
  });

  it('is void once shares or budget change', () => {
    const study = given();
    for (const party of ['BE-BRU', 'BE-VLG', 'BE-WAL'] as const) agree(study, party);
    const anew = [
      { party: 'BE-BRU' as const, basisPoints: 6000 },
      { party: 'BE-VLG' as const, basisPoints: 4000 },
    ];
    study.renegotiate({ shares: anew, budget: { amount: '0.01', currency: 'EUR' } }, today);
    expect(study).toMatchObject({ status: 'proposed', agreedBy: [], parties: ['BE-BRU', 'BE-VLG'] });
    expect(study.shareAmounts?.map(({ amount }) => amount.amount)).toEqual(['0.01', '0.00']);
    expect(agree(study, 'BE-WAL')).toBe('notAParty');
  });
});

describe('the deliverables', () => {
  it('keep their receipts when the list is corrected, and are listed if missing before publication', () => {
    const study = Object.assign(given(), { status: 'running' as const, runsFrom: '2026-06-01' });
    study.receive({ code: 'finalReport', on: '2026-06-30', document: { href: 'https://example.org/report' } }, today);
    const map = { code: 'map', title: { fr: 'Carte', nl: 'Kaart' } };
    study.change({ deliverables: [{ ...jointStudyExample.deliverables[0], dueOn: '2026-12-01' }, map] });
    expect(study.deliverables).toMatchObject([{ deliveredOn: '2026-06-30', dueOn: '2026-12-01' }, map]);
    study.deliver({ on: '2026-10-01' }, today);
    const release = () => codeOf(() => Object.assign(study, { status: 'delivered' }).release({ on: today }, today));
    expect(release()).toBe('deliverablesMissing');
    Object.assign(study, { status: 'delivered' }).receive({ code: 'map', on: '2026-10-02' }, today);
    expect(release()).toBeUndefined();
    expect(codeOf(() => study.receive({ code: 'map', on }, today))).toBe('illegalTransition');
  });

  it('are named, and received in order on a day in the past', () => {
    const study = Object.assign(given(), { status: 'running' as const, runsFrom: '2026-06-01' });
    const receive = (code: string, day: string) => codeOf(() => study.receive({ code, on: day }, today));
    expect(receive('nothing', on)).toBe('referencedResourceNotFound');
    expect(receive('finalReport', '2026-05-31')).toBe('invalidPeriod');
    expect(receive('finalReport', '2026-11-25')).toBe('factInFuture');
  });
});

describe('the register', () => {
  it('publishes a study in both official languages, and keeps both (G5)', () => {
    const study = Object.assign(delivered(), { status: 'delivered' as const, title: { fr: 'Étude' } });
    expect(codeOf(() => study.release({ on }, today))).toBe('languageIncomplete');
    const published = given({ ...publishedStudyExample, proposedOn: undefined });
    expect(codeOf(() => published.change({ title: { fr: null } }))).toBe('languageIncomplete');
    expect(codeOf(() => given({ classification: 'public', title: { en: 'Study' } }))).toBe('languageIncomplete');
  });

  it('requires both languages in a public study, in its work plan and its reasons too', () => {
    const publicly = { classification: 'public' };
    const french = { fr: 'Diagnostic' };
    expect(codeOf(() => given({ ...publicly, workPlan: [{ title: french }] }))).toBe('languageIncomplete');
    expect(codeOf(() => given(publicly).cancel({ on, reason: french }, today))).toBe('languageIncomplete');
    expect(codeOf(() => given(publicly).renegotiate({ shares: [...shares], budget, reason: french }, today))).toBe(
      'languageIncomplete',
    );
    expect(codeOf(() => given().cancel({ on, reason: french }, today))).toBeUndefined();
  });

  it('registers a published study with the days that are known, and refuses such days for others', () => {
    expect(given({ ...publishedStudyExample, proposedOn: undefined })).toMatchObject({
      status: 'published',
      statusSince: '2025-09-08',
    });
    expect(NewJointStudy.safeParse({ ...jointStudyExample, runsFrom: on }).success).toBe(false);
    const running = NewJointStudy.safeParse({ ...publishedStudyExample, runsFrom: '2024-01-08' });
    expect(running.error?.issues).toMatchObject([{ path: ['runsTo'] }]);
    const out = { ...publishedStudyExample, runsFrom: '2025-09-09', runsTo: '2025-09-30' };
    expect(NewJointStudy.safeParse(out).error?.issues).toMatchObject([{ params: { issue: 'invalidPeriod' } }]);
    expect(codeOf(() => given({ ...publishedStudyExample, proposedOn: undefined, publishedOn: '2026-11-25' }))).toBe(
      'factInFuture',
    );
  });

  it('refuses to correct shares, budget or a closed study', () => {
    for (const patch of [{ shares }, { budget }, { status: 'agreed' }])
      expect(JointStudyChange.safeParse(patch).success).toBe(false);
    const closed = Object.assign(given(), { status: 'closed' as const });
    expect(codeOf(() => closed.change({ source: 'Another' }))).toBe('recordClosed');
    expect(codeOf(() => given().change({ plannedEndOn: '2026-08-31' }))).toBe('invalidPeriod');
  });
});
