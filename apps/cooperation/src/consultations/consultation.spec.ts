import { Refusal } from '@passerelle/platform/problems';
import { forbidden } from '@passerelle/testing/transitions';
import {
  aConsultation,
  aStanding,
  at,
  author,
  home,
  noon,
  opened,
  running,
  stateOf,
  telling,
} from './consultation.builder.js';
import { DecisionCommunicated, NewConsultation, TimeframeProposal } from './consultation-acts.schema.js';
import type { ConsultationRecord } from './consultation.entity.js';
import { byLetter, consultationExample, decisionExample, timeframeExample } from './consultation.example.js';
import { ConsultationStatus } from './consultation.schema.js';
import { consultationStates } from './consultation.states.js';

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.issues[0]?.type.split(':').at(-1) ?? error.kind.code;
    throw error;
  }
  return undefined;
};

const extension = { dueOn: '2027-05-21', reason: { fr: 'Traduction.', nl: 'Vertaling.' } };
const opinion = { id: '01930000-0000-7000-8000-000000000022' };
const ofAuthor = telling(author, '2027-06-01');
const ofAffected = telling(home, '2027-06-01');

/** Each act by its own side. */
const acts: Record<string, (one: ConsultationRecord) => void> = {
  acknowledge: (one) => one.acknowledge({}, ofAffected),
  enter: (one) => one.reply({ wish: 'yes' }, null, ofAffected),
  decline: (one) => one.reply({ wish: 'no' }, null, ofAffected),
  missReply: (one) => one.missReply(),
  proposeTimeframe: (one) => one.proposeTimeframe(timeframeExample, ofAuthor),
  agreeTimeframe: (one) => {
    one.proposal = {
      kind: 'timeframe',
      by: 'author',
      ...timeframeExample,
      days: 60,
      proposedAt: '2027-02-01T12:00:00Z',
    };
    one.agreeTimeframe({ dueOn: timeframeExample.dueOn }, ofAffected);
  },
  proposeExtension: (one) => one.proposeExtension(extension, ofAffected),
  extend: (one) => {
    one.proposal = {
      kind: 'extension',
      by: 'affected',
      ...timeframeExample,
      ...extension,
      days: 81,
      proposedAt: '2027-04-01T12:00:00Z',
    };
    one.extend({ dueOn: extension.dueOn }, ofAuthor);
  },
  submitOpinion: (one) => void one.receiveOpinion(opinion, {}, ofAffected),
  lapse: (one) => one.lapse(),
  answer: (one) => void one.answer({}, ofAuthor),
  communicateDecision: (one) => one.communicateDecision(DecisionCommunicated.parse(decisionExample), ofAuthor),
  close: (one) => one.close({}, ofAuthor),
  withdraw: (one) => one.withdraw({ reason: { fr: 'Abandon.', nl: 'Stopgezet.' } }, ofAuthor),
};

describe('the states of a consultation', () => {
  it('know an act for every verb of the table, and every state', () => {
    expect([...new Set(consultationStates.map(({ act }) => act))].sort()).toEqual(Object.keys(acts).sort());
    const named = new Set(consultationStates.flatMap(({ from, to }) => [from, to]));
    expect([...named].sort()).toEqual([...ConsultationStatus.options].sort());
  });

  it.each(forbidden(consultationStates, Object.keys(acts)))('when %s do not let anybody %s', (status, act) => {
    const one = at(ConsultationStatus.parse(status));
    expect(codeOf(() => acts[act]?.(one))).toBe('illegalTransition');
    expect(one.status).toBe(status);
  });

  it.each(consultationStates.map((row) => [row.from, row.act, row.to] as const))(
    '%s: %s leads to %s',
    (from, act, to) => {
      const one = at(from);
      acts[act]?.(one);
      expect(stateOf(one).status).toBe(to);
    },
  );
});

describe('a consultation is opened', () => {
  const open = (changes: object, standing = aStanding(), teller = telling(author)) =>
    codeOf(() => opened(changes, standing, teller));

  it('as incoming or outgoing, as the region sees it that keeps the register', () => {
    expect(stateOf(aConsultation())).toMatchObject({
      direction: 'incoming',
      openedOn: '2027-02-01',
      notSimultaneous: false,
    });
    const ours = aStanding({ authorParty: home, noticedTo: [author], planType: 'bruPad' });
    expect(opened({ affectedParty: author }, ours, telling(home)).direction).toBe('outgoing');
  });

  it('with a side of its own only: of others this register keeps nothing', () => {
    const elsewhere = aStanding({ noticedTo: ['BE-WAL'] });
    expect(open({ affectedParty: 'BE-WAL' }, elsewhere)).toBe('notASide');
    expect(open({}, aStanding({ authorParty: home, noticedTo: [home] }), telling(home))).toBe('samePlanningAuthority');
  });

  it('by the author, or by the home region that names the letter', () => {
    expect(open({}, aStanding(), telling(home))).toBe('sourceRequired');
    expect(open(byLetter, aStanding(), telling(home))).toBeUndefined();
    expect(open(byLetter, aStanding(), telling('BE-WAL'))).toBe('noMandateForParty');
    expect(opened(byLetter, aStanding(), telling(home)).evidence).toEqual([{ act: 'open', ...byLetter }]);
    expect(open(byLetter, aStanding({ authorParty: null }), telling(home))).toBeUndefined();
  });

  it('on a draft, before it is finally adopted', () => {
    expect(open({}, aStanding({ isDraft: false, draftAdoptedOn: null }))).toBe('noDraft');
    expect(open({}, aStanding({ draftAdoptedOn: '2027-02-02' }))).toBe('noDraft');
    expect(open({}, aStanding({ finallyAdoptedOn: '2027-02-01' }))).toBe('tooLateToConsult');
    expect(open({}, aStanding({ finallyAdoptedOn: '2027-01-14' }))).toBe('tooLateToConsult');
    expect(open({}, aStanding({ finallyAdoptedOn: '2027-02-02' }))).toBeUndefined();
  });

  it('with what the law asks of the notice', () => {
    expect(open({}, aStanding({ documents: ['draftPlan'] }))).toBe('rieMissing');
    expect(open({}, aStanding({ documents: ['environmentalReport'] }))).toBe('documentsMissing');
    expect(open({}, aStanding({ draftAdoptedOn: '2027-01-16' }))).toBe('noticeOutdated');
    expect(open({ classification: 'internal' }, aStanding({ classification: 'restricted' }))).toBe(
      'classificationLeak',
    );
    expect(open({}, aStanding({ noticedTo: ['BE-WAL'] }))).toBe('notAddressed');
    expect(open({ at: '2027-01-14T12:00:00Z', ...byLetter })).toBe('invalidPeriod');
  });

  it('under a law that held, that knows the trigger and speaks of such a plan', () => {
    expect(open({ legalBasis: 'walCodt' })).toBe('legalBasisNotApplicable');
    expect(open({ trigger: 'adjacency' })).toBe('triggerNotInLegalBasis');
    const before = aStanding({ noticedAt: noon('2004-01-05'), draftAdoptedOn: '2004-01-01', planType: 'bruPrdd' });
    expect(open({ legalBasis: 'bruSea', at: '2004-01-10T12:00:00Z', ...byLetter }, before)).toBe('codeNotInList');
  });

  it('because a plan borders the region only where it does', () => {
    const rup = { legalBasis: 'vlaRup', trigger: 'adjacency' };
    const startNote = { documents: ['startNote'], draftAdoptedOn: null, isDraft: false };
    expect(open(rup, aStanding(startNote))).toBeUndefined();
    const atTheSea = { refs: [{ scheme: 'NUTS' as const, code: 'BE25', version: '2021' as const }], exclusions: [] };
    expect(open(rup, aStanding({ ...startNote, area: atTheSea }))).toBe('notAdjacent');
  });

  it('with a mark where the notice should have left with the inquiry and did not', () => {
    const inquiry = {
      from: '2027-01-15',
      to: '2027-03-01',
      countingRule: 'calendarDaysExclusive',
      days: 45,
      communes: [],
    };
    const walloon = {
      ...{ planType: 'walSdt', authorParty: 'BE-WAL', inquiry },
      documents: ['draftPlan', 'environmentalReport', 'transboundaryInformation'],
    };
    const simultaneous = (standing: object) =>
      opened({ legalBasis: 'walCodt' }, aStanding({ ...walloon, ...standing }), telling('BE-WAL')).notSimultaneous;
    expect([simultaneous({}), simultaneous({ noticedAt: noon('2027-01-18') })]).toEqual([false, true]);
    expect(codeOf(() => simultaneous({ inquiry: null }))).toBe('documentsMissing');
    const later = opened({ legalBasis: 'walEnvironment' }, aStanding({ ...walloon, inquiry: null }), telling('BE-WAL'));
    expect(later.notSimultaneous).toBeNull();
    later.followInquiry({ ...inquiry, from: '2027-01-16' }, noon('2027-01-15'));
    expect(later.notSimultaneous).toBe(true);
  });

  it('and asked for by the affected region with the day on which it asked', () => {
    const asked = { ...consultationExample, trigger: 'requestedByAffected' };
    expect(NewConsultation.safeParse(asked).success).toBe(false);
    expect(NewConsultation.safeParse({ ...asked, requestedOn: '2027-01-10' }).success).toBe(true);
    expect(NewConsultation.safeParse({ ...consultationExample, requestedOn: '2027-01-10' }).success).toBe(false);
  });
});

describe('a reply', () => {
  it('comes late and is heard, with a mark that stays', () => {
    const one = aConsultation({ replyDueOn: '2027-02-15' });
    one.missReply();
    expect(stateOf(one)).toMatchObject({ status: 'noReply', unanswered: true, unansweredOn: '2027-02-16' });
    one.reply({ wish: 'yes' }, null, telling(home, '2027-02-20'));
    expect(stateOf(one)).toMatchObject({
      status: 'entered',
      unanswered: false,
      replyLate: true,
      unansweredOn: '2027-02-16',
    });
  });

  it('comes before the plan is adopted', () => {
    const reply = (adoptedOn: string) =>
      codeOf(() => aConsultation().reply({ wish: 'yes' }, adoptedOn, telling(home, '2027-02-20')));
    expect([reply('2027-02-19'), reply('2027-02-20')]).toEqual(['tooLateToConsult', undefined]);
  });
});

describe('a time-frame', () => {
  const entered = () => aConsultation({ status: 'entered' });

  it('is proposed by one side and accepted by the other, as it was proposed', () => {
    const one = entered();
    one.proposeTimeframe(timeframeExample, telling(author));
    expect(one.proposal).toMatchObject({ by: 'author', days: 60 });
    expect(codeOf(() => one.agreeTimeframe({ dueOn: '2027-04-30' }, telling(author)))).toBe('ownProposal');
    const [first, second] = [entered(), entered()];
    for (const each of [first, second]) each.proposeTimeframe(timeframeExample, telling(author));
    expect(codeOf(() => first.agreeTimeframe({ dueOn: '2027-04-29' }, telling(home)))).toBe('notProposed');
    expect(codeOf(() => entered().agreeTimeframe({ dueOn: '2027-04-30' }, telling(home)))).toBe('notProposed');
    second.agreeTimeframe({ dueOn: '2027-04-30' }, telling(home));
    expect(stateOf(second)).toMatchObject({
      ...{ status: 'timeframeAgreed', dueOn: '2027-04-30', dueAt: '2027-04-30T22:00:00.000Z', days: 60 },
    });
    expect(second.proposal).toBeNull();
  });

  it('is told for the other side with what shows it', () => {
    const one = entered();
    one.proposeTimeframe(timeframeExample, telling(home));
    expect(codeOf(() => one.agreeTimeframe({ dueOn: '2027-04-30', side: 'author' }, telling(home)))).toBe(
      'sourceRequired',
    );
    const other = entered();
    other.proposeTimeframe(timeframeExample, telling(home));
    other.agreeTimeframe({ dueOn: '2027-04-30', side: 'author', ...byLetter }, telling(home));
    expect(other.evidence.at(-1)).toEqual({ act: 'agreeTimeframe', ...byLetter });
    const mine = entered();
    mine.proposeTimeframe(timeframeExample, telling(author));
    const pretended = { dueOn: '2027-04-30', side: 'affected' as const, ...byLetter };
    expect(codeOf(() => mine.agreeTimeframe(pretended, telling(author)))).toBe('noMandateForParty');
  });

  it('ends after it begins, and is only ever extended', () => {
    expect(TimeframeProposal.safeParse({ ...timeframeExample, dueOn: '2027-03-01' }).success).toBe(false);
    expect(codeOf(() => running().proposeExtension({ ...extension, dueOn: '2027-04-30' }, telling(home)))).toBe(
      'notAnExtension',
    );
    const one = running();
    one.proposeExtension(extension, telling(home));
    one.extend({ dueOn: extension.dueOn }, telling(author));
    expect(stateOf(one)).toMatchObject({
      ...{ dueOn: '2027-05-21', days: 81 },
      extensions: [{ from: '2027-04-30', to: '2027-05-21', reason: extension.reason }],
    });
  });
});

describe('an opinion', () => {
  const sentAt = (instant: string) =>
    running().receiveOpinion(opinion, { at: instant, ...byLetter }, telling(home, '2027-05-03')).late;

  it('is in time until the last day is over in Brussels, and one second later it is late and kept', () => {
    expect(sentAt('2027-04-30T21:59:59Z')).toBe(false);
    expect(sentAt('2027-04-30T22:00:00Z')).toBe(true);
    expect(sentAt('2027-04-30T22:00:01Z')).toBe(true);
  });

  it('after the lapse is late, and ends the silence', () => {
    const one = running();
    one.lapse();
    expect(stateOf(one)).toMatchObject({ status: 'lapsed', lapsedOn: '2027-05-01', unanswered: true });
    expect(one.receiveOpinion(opinion, {}, telling(home, '2027-05-03')).late).toBe(true);
    expect(stateOf(one)).toMatchObject({ status: 'opinionReceived', opinionLate: true, unanswered: false });
  });
});

describe('a decision', () => {
  const decide = (documents: readonly { type: string }[]) =>
    codeOf(() =>
      at('answered').communicateDecision(
        { ...decisionExample, documents: [...documents].map((document) => ({ language: 'nl', ...document })) },
        ofAuthor,
      ),
    );

  it('comes with its declaration where the law asks for one', () => {
    expect(decide([{ type: 'decision' }])).toBe('documentsMissing');
    expect(decide(decisionExample.documents)).toBeUndefined();
  });

  it('is told when it was taken, not before', () => {
    const ahead = { ...decisionExample, decidedOn: '2027-06-02', documents: [...decisionExample.documents] };
    expect(codeOf(() => at('answered').communicateDecision(ahead, ofAuthor))).toBe('factInFuture');
  });
});

it('changes no more once it is over, save who may know of it, and is never more open than its plan', () => {
  expect(codeOf(() => at('closed').change({ departments: ['generalDirectorate'] }, 'public'))).toBe('recordClosed');
  expect(codeOf(() => at('closed').change({ classification: 'restricted' }, 'public'))).toBeUndefined();
  expect(codeOf(() => at('entered').change({ classification: 'public' }, 'internal'))).toBe('classificationLeak');
  const one = at('entered');
  one.follow({
    id: one.planId,
    title: { nl: 'Nieuw' },
    level: 'belgium',
    objective: 'O1',
    classification: 'restricted',
  });
  expect([one.classification, one.planTitle]).toEqual(['restricted', { nl: 'Nieuw' }]);
});

describe('acts follow each other in time', () => {
  it('whenever they are told', () => {
    const one = aConsultation();
    one.acknowledge({}, telling(home, '2027-02-03'));
    const before = { wish: 'yes' as const, at: '2027-02-02T12:00:00Z', ...byLetter };
    expect(codeOf(() => one.reply(before, null, telling(home, '2027-02-20')))).toBe('invalidPeriod');
  });

  it('and what is expected lies ahead of the opening', () => {
    expect(codeOf(() => opened({ replyDueOn: '2027-01-31' }))).toBe('invalidPeriod');
    const asked = { trigger: 'requestedByAffected', requestedOn: '2027-02-02' };
    expect(codeOf(() => opened(asked))).toBe('invalidPeriod');
  });
});

describe('a period', () => {
  it('may be proposed by its length, and ends where its rule lets it end', () => {
    const proposed = (changes: object) => TimeframeProposal.safeParse({ ...timeframeExample, ...changes });
    expect(proposed({ days: 60 }).success).toBe(false);
    expect(
      proposed({ countingRule: 'calendarDaysToWorkingDay', dueOn: '2027-05-01' }).error?.issues[0]?.message,
    ).toMatch(/the next one is 2027-05-03/);
    const one = aConsultation({ status: 'entered' });
    const { startsOn } = timeframeExample;
    one.proposeTimeframe({ startsOn, days: 61, countingRule: 'calendarDaysToWorkingDay' }, telling(author));
    expect(one.proposal).toMatchObject({ dueOn: '2027-05-03' });
  });

  it('is extended so many times and no more', () => {
    const full = running({
      extensions: Array.from({ length: 10 }, () => ({
        from: '2027-04-30',
        to: '2027-05-01',
        reason: {},
        agreedAt: '',
      })),
    });
    expect(codeOf(() => full.proposeExtension(extension, telling(home)))).toBe('listFull');
  });
});

it('keeps what showed the proposal that was accepted, and of no other', () => {
  const one = aConsultation({ status: 'entered' });
  for (let turn = 0; turn < 200; turn++)
    one.proposeTimeframe({ ...timeframeExample, source: `Letter ${turn}` }, telling(author));
  one.agreeTimeframe({ dueOn: timeframeExample.dueOn }, telling(home));
  expect(one.evidence).toEqual([{ act: 'proposeTimeframe', source: 'Letter 199' }]);
});
