import { ActionItemRecord } from './action-item.entity.js';
import { Closure, NewActionItem } from './action-item.schema.js';
import { DecisionRecord } from './decision.entity.js';
import { actionExample, closureExample, decisionExample, reopeningExample } from './decision.example.js';
import { NewDecision } from './decision.schema.js';

const meeting = {
  id: 'meeting',
  agreementId: 'agreement',
  heldOn: '2026-03-02',
};
const agreement = {
  parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
  classification: 'public',
  level: 'belgium',
  objective: 'O1',
};

const aDecision = (changes: object = {}): DecisionRecord =>
  DecisionRecord.adopt(
    'decision',
    'CO-2026-0002',
    NewDecision.parse({ ...decisionExample, ...changes }),
    meeting,
    agreement,
  );
const anAction = (changes: object = {}): ActionItemRecord =>
  ActionItemRecord.open(
    'item',
    'CO-2026-0003',
    NewActionItem.parse({ ...actionExample, ...changes }),
    aDecision(),
    agreement,
  );

describe('a decision', () => {
  it('has the day of its meeting and the visibility of the agreement', () => {
    expect(aDecision()).toMatchObject({
      decidedOn: '2026-03-02',
      parties: agreement.parties,
      classification: 'public',
    });
  });

  it('is adopted by parties only, in both official languages if it is public', () => {
    expect(() => aDecision({ adoptedBy: ['BE-BRU', 'X-BE-DG'] })).toThrow(/notAParty .*"party":"X-BE-DG"/);
    expect(() => aDecision({ text: { en: 'English only' } })).toThrow(/languageIncomplete/);
  });

  it('alone may have a due day, and not one before it was taken', () => {
    expect(NewDecision.safeParse({ ...decisionExample, kind: 'recommendation' }).success).toBe(false);
    expect(() => aDecision({ dueOn: '2026-03-01' })).toThrow(/must not be before the decision/);
    expect(() => aDecision().change({ kind: 'information' }, false)).toThrow(/is allowed for a decision only/);
  });

  it('cannot be corrected once one of its action items is closed', () => {
    const decision = aDecision();
    expect(() => decision.change({ dueOn: '2027-01-01' }, true)).toThrow(/actionItemClosed/);
    decision.change({ dueOn: '2027-01-01' }, false);
    expect(decision.dueOn).toBe('2027-01-01');
  });
});

describe('an action item', () => {
  it('belongs to a party and is due after the decision', () => {
    expect(() => anAction({ ownerParty: 'X-BE-DG' })).toThrow(/notAParty/);
    expect(() => anAction({ dueOn: '2026-03-01' })).toThrow(/must not be before the decision/);
  });

  it('cannot be closed without an outcome (I9)', () => {
    const { outcome, ...without } = closureExample;
    expect(Closure.safeParse(without).error?.issues[0]?.path).toEqual(['outcome']);
  });

  it.each([
    ['2027-04-30', false],
    ['2027-05-01', true],
  ])('that was due on 30 April and done on %s is late: %s', (on, late) => {
    const item = anAction();
    item.close(on, Closure.parse(closureExample), meeting.heldOn);
    expect(item).toMatchObject({ status: 'closed', doneOn: on, late });
    expect(() => item.close(on, Closure.parse(closureExample), meeting.heldOn)).toThrow(/illegalTransition/);
  });

  it('cannot be closed before the decision', () => {
    const close = (on: string) => () => anAction().close(on, Closure.parse(closureExample), meeting.heldOn);
    expect(close('2026-03-01')).toThrow(/body.on: must not be before the decision \(2026-03-02\)/);
    expect(close('2026-03-02')).not.toThrow();
  });

  it('becomes overdue once, on the day after, and stays marked for ever', () => {
    const item = anAction();
    expect(item.fallOverdue('2027-04-30')).toBe(false);
    expect([item.fallOverdue('2027-06-15'), item.overdueOn]).toEqual([true, '2027-05-01']);
    expect(item.fallOverdue('2027-06-16')).toBe(false);
    item.close('2027-06-20', Closure.parse(closureExample), meeting.heldOn);
    item.reopen(reopeningExample);
    expect(item).toMatchObject({ status: 'open', overdueOn: '2027-05-01', doneOn: null, late: null, outcome: null });
    expect(item.fallOverdue('2027-07-01')).toBe(false);
  });
});
