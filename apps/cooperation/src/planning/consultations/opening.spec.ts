import { NewConsultation } from './consultation-acts.schema.js';
import {
  aConsultation,
  aSnapshot,
  author,
  codeOf,
  home,
  noon,
  opened,
  stateOf,
  telling,
} from './consultation.builder.js';
import { byLetter, consultationExample } from './consultation.example.js';

describe('a consultation is opened', () => {
  const open = (changes: object, snapshot = aSnapshot(), context = telling(author)) =>
    codeOf(() => opened(changes, snapshot, context));

  it('as incoming or outgoing, from the view of the home region', () => {
    expect(stateOf(aConsultation())).toMatchObject({
      direction: 'incoming',
      openedOn: '2027-02-01',
      notSimultaneous: false,
    });
    const ours = aSnapshot({ authorParty: home, noticedTo: [author], planType: 'bruPad' });
    expect(opened({ affectedParty: author }, ours, telling(home)).direction).toBe('outgoing');
  });

  it('with the home region as one side: others are not registered here', () => {
    const elsewhere = aSnapshot({ noticedTo: ['BE-WAL'] });
    expect(open({ affectedParty: 'BE-WAL' }, elsewhere)).toBe('notASide');
    expect(open({}, aSnapshot({ authorParty: home, noticedTo: [home] }), telling(home))).toBe('samePlanningAuthority');
  });

  it('by the author, or by the home region that names the letter', () => {
    expect(open({}, aSnapshot(), telling(home))).toBe('sourceRequired');
    expect(open(byLetter, aSnapshot(), telling(home))).toBeUndefined();
    expect(open(byLetter, aSnapshot(), telling('BE-WAL'))).toBe('noMandateForParty');
    expect(opened(byLetter, aSnapshot(), telling(home)).evidence).toEqual([{ act: 'open', ...byLetter }]);
    expect(open(byLetter, aSnapshot({ authorParty: null }), telling(home))).toBeUndefined();
  });

  it('on a draft, before it is finally adopted', () => {
    expect(open({}, aSnapshot({ isDraft: false, draftAdoptedOn: null }))).toBe('noDraft');
    expect(open({}, aSnapshot({ draftAdoptedOn: '2027-02-02' }))).toBe('noDraft');
    expect(open({}, aSnapshot({ finallyAdoptedOn: '2027-02-01' }))).toBe('tooLateToConsult');
    expect(open({}, aSnapshot({ finallyAdoptedOn: '2027-01-14' }))).toBe('tooLateToConsult');
    expect(open({}, aSnapshot({ finallyAdoptedOn: '2027-02-02' }))).toBeUndefined();
  });

  it('with the documents that the law requires in the notice', () => {
    expect(open({}, aSnapshot({ documents: ['draftPlan'] }))).toBe('rieMissing');
    expect(open({}, aSnapshot({ documents: ['environmentalReport'] }))).toBe('documentsMissing');
    expect(open({}, aSnapshot({ draftAdoptedOn: '2027-01-16' }))).toBe('noticeOutdated');
    expect(open({ classification: 'internal' }, aSnapshot({ classification: 'restricted' }))).toBe(
      'classificationLeak',
    );
    expect(open({}, aSnapshot({ noticedTo: ['BE-WAL'] }))).toBe('notAddressed');
    expect(open({ at: '2027-01-14T12:00:00Z', ...byLetter })).toBe('invalidPeriod');
  });

  it('under a law in force, that lists the trigger and covers such a plan', () => {
    expect(open({ legalBasis: 'walCodt' })).toBe('legalBasisNotApplicable');
    expect(open({ trigger: 'adjacency' })).toBe('triggerNotInLegalBasis');
    const before = aSnapshot({ noticedAt: noon('2004-01-05'), draftAdoptedOn: '2004-01-01', planType: 'bruOtherPlan' });
    expect(open({ legalBasis: 'bruSea', at: '2004-01-10T12:00:00Z', ...byLetter }, before)).toBe('codeNotInList');
  });

  const under = (legalBasis: string, planType: string, changes: object = {}, on = '2027-02-01') => {
    const day = { noticedAt: noon('2017-01-01'), draftAdoptedOn: '2017-01-01', planType };
    return open({ legalBasis, at: noon(on).toISOString(), ...byLetter, ...changes }, aSnapshot(day));
  };

  it.each([
    ['bruCobatPrd', 'bruPrdd'],
    ['bruCobatPras', 'bruPras'],
    ['bruCobatPad', 'bruPad'],
    ['bruCobatRru', 'bruRru'],
    ['bruSea', 'bruOtherPlan'],
    ['vlaMer', 'vlaBrv'],
    ['vlaMer', 'vlaPrup'],
  ])('under %s for a plan of the type %s, and for no other of the CoBAT', (legalBasis, planType) => {
    expect(under(legalBasis, planType)).toBeUndefined();
    for (const other of ['bruPrdd', 'bruPras', 'bruPad', 'bruPpas', 'bruRru'])
      if (other !== planType) expect(under(legalBasis, other)).toBe('legalBasisNotApplicable');
  });

  it('under the rules of the CoBAT on master plans and regulations from the day on which they are in force', () => {
    expect(under('bruCobatPad', 'bruPad', {}, '2018-04-29')).toBe('codeNotInList');
    expect(under('bruCobatPad', 'bruPad', {}, '2018-04-30')).toBeUndefined();
  });

  it('under the Flemish assessment law of the day', () => {
    const on = (day: string) => ['vlaMer2007', 'vlaMer'].map((basis) => under(basis, 'vlaGrup', {}, day));
    expect(on('2025-11-30')).toEqual([undefined, 'codeNotInList']);
    expect(on('2025-12-01')).toEqual(['codeNotInList', undefined]);
  });

  it('under no text on projects, nor one for other plans', () => {
    expect(under('espoo', 'vlaGrup')).toBe('legalBasisNotApplicable');
    expect(under('walEnvironment', 'walSdt')).toBe('legalBasisNotApplicable');
    expect(under('seaDirective', 'bruPpas')).toBe('legalBasisNotApplicable');
  });

  it('for adjacency only if the plan borders the region', () => {
    const nuts = (code: string) => ({
      area: { refs: [{ scheme: 'NUTS' as const, code, version: '2021' as const }], exclusions: [] },
    });
    for (const planType of ['vlaGrup', 'vlaPrup', 'vlaGemeentelijkRup'])
      for (const [legalBasis, document] of [
        ['vlaRupStartNote', 'startNote'],
        ['vlaRupPreliminaryDraft', 'preliminaryDraft'],
      ] as const) {
        const rup = { legalBasis, trigger: 'adjacency' };
        const before = { planType, documents: [document], draftAdoptedOn: null, isDraft: false };
        expect(open(rup, aSnapshot({ ...before, ...nuts('BE24') }))).toBeUndefined();
        expect(open(rup, aSnapshot({ ...before, ...nuts('BE242') }))).toBeUndefined();
        expect(open(rup, aSnapshot({ ...before, ...nuts('BE25') }))).toBe('notAdjacent');
        expect(open(rup, aSnapshot({ ...before, documents: [] }))).toBe('documentsMissing');
      }
  });

  it('with a mark if the notice was due with the inquiry and was sent later', () => {
    const inquiry = {
      from: '2027-01-15',
      to: '2027-03-01',
      countingRule: 'calendarDaysExclusive',
      days: 45,
      communes: [],
    };
    const walloon = {
      ...{ planType: 'walOtherPlan', authorParty: 'BE-WAL', inquiry },
      documents: ['draftPlan', 'environmentalReport', 'transboundaryInformation'],
    };
    const simultaneous = (snapshot: object) =>
      opened({ legalBasis: 'walEnvironment' }, aSnapshot({ ...walloon, ...snapshot }), telling('BE-WAL'))
        .notSimultaneous;
    const noticed = (day: string) => simultaneous({ noticedAt: noon(day) });
    expect(['2027-01-08', '2027-01-14', '2027-01-15'].map(noticed)).toEqual([false, false, false]);
    expect(['2027-01-16', '2027-01-18'].map(noticed)).toEqual([true, true]);
    expect(codeOf(() => simultaneous({ inquiry: null }))).toBe('documentsMissing');
    const later = opened({ legalBasis: 'walEnvironment' }, aSnapshot(walloon), telling('BE-WAL'));
    later.followInquiry({ ...inquiry, from: '2027-01-16' }, noon('2027-01-15'));
    expect(later.notSimultaneous).toBe(false);
    later.followInquiry({ ...inquiry, from: '2027-01-14' }, noon('2027-01-15'));
    expect(later.notSimultaneous).toBe(true);
  });

  it('without that mark under the CoDT, which sets no moment and requires no inquiry with the notice', () => {
    const documents = ['draftPlan', 'environmentalReport', 'transboundaryInformation'];
    const walloon = { planType: 'walSdt', authorParty: 'BE-WAL', documents };
    const one = opened({ legalBasis: 'walCodt' }, aSnapshot(walloon), telling('BE-WAL'));
    expect(one.notSimultaneous).toBe(false);
  });

  it('at the request of the affected region, with the day of the request', () => {
    const asked = { ...consultationExample, trigger: 'requestedByAffected' };
    expect(NewConsultation.safeParse(asked).success).toBe(false);
    expect(NewConsultation.safeParse({ ...asked, requestedOn: '2027-01-10' }).success).toBe(true);
    expect(NewConsultation.safeParse({ ...consultationExample, requestedOn: '2027-01-10' }).success).toBe(false);
  });
});
