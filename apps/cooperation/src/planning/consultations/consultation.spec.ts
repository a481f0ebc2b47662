import type { ActContext } from '@passerelle/platform/features/lives';
import { forbidden } from '@passerelle/testing/transitions';
import {
  aConsultation,
  at,
  author,
  codeOf,
  home,
  noon,
  opened,
  running,
  stateOf,
  telling,
} from './consultation.builder.js';
import { TimeframeProposal } from './consultation-acts.schema.js';
import type { ConsultationRecord } from './consultation.entity.js';
import { byLetter, decisionExample, timeframeExample } from './consultation.example.js';
import { ConsultationStatus } from './consultation.schema.js';
import { consultationLife } from './consultation.life.js';

const extension = { dueOn: '2027-05-21', reason: { fr: 'Traduction.', nl: 'Vertaling.' } };
const opinion = { id: '01930000-0000-7000-8000-000000000022' };
const ofAuthor = telling(author, '2027-04-20');
const ofAffected = telling(home, '2027-04-20');

interface Asked {
  readonly act: string;
  readonly body?: object;
  readonly by: ActContext;
}

/** The acts that the rules decide alone, each by its own side. */
const asked: readonly Asked[] = [
  { act: 'acknowledge', by: ofAffected },
  { act: 'proposeTimeframe', body: timeframeExample, by: ofAuthor },
  { act: 'agreeTimeframe', body: { dueOn: timeframeExample.dueOn }, by: ofAffected },
  { act: 'proposeExtension', body: extension, by: ofAffected },
  { act: 'extend', body: { dueOn: extension.dueOn }, by: ofAuthor },
  { act: 'communicateDecision', body: decisionExample, by: ofAuthor },
  { act: 'close', by: ofAuthor },
  { act: 'withdraw', body: { reason: { fr: 'Abandon.', nl: 'Stopgezet.' } }, by: ofAuthor },
];
const { transitions } = consultationLife;

/** Where an act answers a proposal, the other side has made it. */
const proposed = (one: ConsultationRecord, act: string): ConsultationRecord => {
  const by = act === 'extend' ? 'affected' : 'author';
  const kind = act === 'extend' ? 'extension' : 'timeframe';
  const proposedAt = '2027-02-01T12:00:00Z';
  const proposal = {
    kind,
    by,
    ...timeframeExample,
    ...(act === 'extend' ? extension : {}),
    days: 60,
    proposedAt,
  } as const;
  return Object.assign(one, { proposal });
};

describe('the states of a consultation', () => {
  it('are all in the table', () => {
    const named = new Set(transitions.flatMap(({ from, to }) => [from, to]));
    expect([...named].sort()).toEqual([...ConsultationStatus.options].sort());
  });

  const acts = [...new Set(transitions.map(({ act }) => act))];
  it.each(forbidden(transitions, acts))('in state %s, refuse to %s', (status, act) => {
    const one = at(ConsultationStatus.parse(status));
    expect(codeOf(() => consultationLife.move(one, act))).toBe('illegalTransition');
    expect(one.status).toBe(status);
  });

  const moves = asked.flatMap((each) =>
    transitions.filter(({ act }) => act === each.act).map(({ from, to }) => [from, each.act, to, each] as const),
  );
  it.each(moves)('%s: %s leads to %s', async (from, act, to, { body = {}, by }) => {
    const one = proposed(at(from), act);
    await consultationLife.perform(one, act, body, by);
    expect(stateOf(one).status).toBe(to);
  });
});

describe('a reply', () => {
  it('is accepted late, with a mark that stays', () => {
    const one = aConsultation({ replyDueOn: '2027-02-15' });
    expect(consultationLife.expire(one, noon('2027-02-15'))).toBeUndefined();
    consultationLife.expire(one, noon('2027-02-16'));
    expect(stateOf(one)).toMatchObject({ status: 'noReply', unanswered: true, unansweredOn: '2027-02-16' });
    one.reply({ wish: 'yes' }, null, telling(home, '2027-02-20'));
    expect(stateOf(one)).toMatchObject({
      status: 'entered',
      unanswered: false,
      replyLate: true,
      unansweredOn: '2027-02-16',
    });
  });

  it('is possible only before the plan is adopted', () => {
    const reply = (adoptedOn: string) =>
      codeOf(() => aConsultation().reply({ wish: 'yes' }, adoptedOn, telling(home, '2027-02-20')));
    expect([reply('2027-02-19'), reply('2027-02-20')]).toEqual(['tooLateToConsult', undefined]);
  });
});

describe('a time-frame', () => {
  const entered = () => aConsultation({ status: 'entered' });

  it('is proposed by one side and accepted by the other, as proposed', () => {
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
      ...{ dueOn: '2027-04-30', dueAt: '2027-04-30T22:00:00.000Z', days: 60 },
    });
    expect(second.proposal).toBeNull();
  });

  it('needs a source if recorded for the other side', () => {
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

  it('ends after it begins, and can only be extended', () => {
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

  it('is in time until the last day is over in Brussels, and one second later is late and recorded', () => {
    expect(sentAt('2027-04-30T21:59:59Z')).toBe(false);
    expect(sentAt('2027-04-30T22:00:00Z')).toBe(true);
    expect(sentAt('2027-04-30T22:00:01Z')).toBe(true);
  });

  it('after the lapse is late, and ends the silence', () => {
    const one = running();
    consultationLife.expire(one, noon('2027-05-01'));
    expect(stateOf(one)).toMatchObject({ status: 'lapsed', lapsedOn: '2027-05-01', unanswered: true });
    expect(one.receiveOpinion(opinion, {}, telling(home, '2027-05-03')).late).toBe(true);
    expect(stateOf(one)).toMatchObject({ opinionLate: true, unanswered: false });
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

  it('needs its declaration, and the monitoring if the law requires it', () => {
    expect(decide([{ type: 'decision' }])).toBe('documentsMissing');
    expect(decide([{ type: 'decision' }, { type: 'environmentalDeclaration' }])).toBe('documentsMissing');
    expect(decide(decisionExample.documents)).toBeUndefined();
  });

  it('is recorded once taken, not before', () => {
    const ahead = { ...decisionExample, decidedOn: '2027-06-02', documents: [...decisionExample.documents] };
    expect(codeOf(() => at('answered').communicateDecision(ahead, ofAuthor))).toBe('factInFuture');
  });
});

it('changes only its visibility after the end, and is never more open than its plan', () => {
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

describe('acts are in order of time', () => {
  it('whenever they are recorded', () => {
    const one = aConsultation();
    one.acknowledge({}, telling(home, '2027-02-03'));
    const before = { wish: 'yes' as const, at: '2027-02-02T12:00:00Z', ...byLetter };
    expect(codeOf(() => one.reply(before, null, telling(home, '2027-02-20')))).toBe('invalidPeriod');
  });

  it('and the last day for a reply is after the opening', () => {
    expect(codeOf(() => opened({ replyDueOn: '2027-01-31' }))).toBe('invalidPeriod');
    const asked = { trigger: 'requestedByAffected', requestedOn: '2027-02-02' };
    expect(codeOf(() => opened(asked))).toBe('invalidPeriod');
  });
});

describe('a period', () => {
  it('may be proposed by its length, and ends where its counting rule lets it end', () => {
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

  it('is extended a limited number of times', () => {
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

it('keeps the source of the accepted proposal, and of no other', () => {
  const one = aConsultation({ status: 'entered' });
  for (let turn = 0; turn < 200; turn++)
    one.proposeTimeframe({ ...timeframeExample, source: `Letter ${turn}` }, telling(author));
  one.agreeTimeframe({ dueOn: timeframeExample.dueOn }, telling(home));
  expect(one.evidence).toEqual([{ act: 'proposeTimeframe', source: 'Letter 199' }]);
});
