import { actingOn } from '@passerelle/testing/acting';
import { ActionItemRecord } from './action-item.entity.js';
import { actionLife } from './action-item.life.js';
import { ActionItemChange, Closure, NewActionItem } from './action-item.schema.js';
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

const context = actingOn('2027-06-20');

const aDecision = (changes: object = {}): DecisionRecord =>
  DecisionRecord.adopt(
    { id: 'decision', ref: 'CO-2026-0002' },
    NewDecision.parse({ ...decisionExample, ...changes }),
    meeting,
    agreement,
  );
const anAction = (changes: object = {}): ActionItemRecord =>
  ActionItemRecord.open(
    { id: 'item', ref: 'CO-2026-0003' },
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

  it('is adopted by parties only', () => {
    expect(() => aDecision({ adoptedBy: ['BE-BRU', 'X-BE-DG'] })).toThrow(/notAParty .*"party":"X-BE-DG"/);
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
    item.close({ ...closureExample, on }, meeting.heldOn, context);
    expect(item).toMatchObject({ doneOn: on, late });
  });

  it('cannot be closed before the decision', () => {
    const close = (on: string) => () => anAction().close({ ...closureExample, on }, meeting.heldOn, context);
    expect(close('2026-03-01')).toThrow(/body.on: must not be before the decision \(2026-03-02\)/);
    expect(close('2026-03-02')).not.toThrow();
  });

  it('becomes overdue once, on the day after, and stays marked for ever', async () => {
    const item = anAction();
    const noon = (day: string) => new Date(`${day}T12:00:00Z`);
    expect(actionLife.expire(item, noon('2027-04-30'))).toBeUndefined();
    expect(actionLife.expire(item, noon('2027-06-15'))?.fact().time).toBe('2027-04-30T22:00:00.000Z');
    expect(item).toMatchObject({ status: 'open', overdueOn: '2027-05-01' });
    item.change({ dueOn: '2027-05-31' }, meeting.heldOn);
    item.close({ ...closureExample, on: '2027-06-20' }, meeting.heldOn, context);
    item.status = 'closed';
    await actionLife.perform(item, 'reopen', reopeningExample, context);
    expect(item).toMatchObject({ status: 'open', overdueOn: '2027-05-01', doneOn: null, late: null, outcome: null });
    expect(actionLife.expire(item, noon('2027-07-01'))).toBeUndefined();
  });

  it('is corrected while it is open, and stays due after the decision', () => {
    const item = anAction();
    item.change(ActionItemChange.parse({ title: { en: 'Send the list' }, dueOn: '2027-05-31' }), meeting.heldOn);
    expect(item).toMatchObject({ title: { ...actionExample.title, en: 'Send the list' }, dueOn: '2027-05-31' });
    expect(() => item.change({ dueOn: '2026-03-01' }, meeting.heldOn)).toThrow(/must not be before the decision/);
    expect(() => Object.assign(anAction(), { status: 'closed' }).change({}, meeting.heldOn)).toThrow(/recordClosed/);
    expect(ActionItemChange.safeParse({ ownerParty: 'BE-BRU' }).success).toBe(false);
  });
});
