import { countDays, endingOn, lastDayOf } from '@passerelle/domain/counting-rule';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import { TimeframeProposal } from './consultation-acts.schema.js';
import { aConsultation, author, home, running, telling } from './consultation.builder.js';
import { byLetter } from './consultation.example.js';
import { proposedTimeframe } from './timeframe.js';

const rules = ['calendarDaysExclusive', 'calendarDaysInclusive', 'calendarDaysToWorkingDay', 'workingDaysExclusive'];
const rule = fc.constantFrom(...rules);
const startsOn = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2020-01-01', n));
const faultsOf = (asked: object) =>
  (TimeframeProposal.safeParse(asked).error?.issues ?? []).map((issue) => [
    issue.path.join('.'),
    issue.code === 'custom' ? issue.params?.issue : issue.code,
  ]);

describe('a time-frame given by last day or by days', () => {
  it('is the same for any number of days', () => {
    fc.assert(
      fc.property(rule, startsOn, fc.integer({ min: 1, max: 1000 }), (countingRule, from, days) => {
        const dueOn = lastDayOf(countingRule, from, days);
        const [byDays, byDay] = [{ days }, { dueOn }].map((said) =>
          proposedTimeframe(TimeframeProposal.parse({ startsOn: from, countingRule, ...said })),
        );
        expect(byDay).toEqual(byDays);
      }),
    );
  });

  it('is refused in both forms, or in neither', () => {
    const off = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 990, max: 1500 }));
    fc.assert(
      fc.property(rule, startsOn, off, (countingRule, from, more) => {
        const dueOn = endingOn(countingRule, addDays(from, more));
        const days = countDays(countingRule, from, dueOn);
        const isLate = dueOn > lastDayOf(countingRule, from, 1000);
        const isAccepted = TimeframeProposal.safeParse({ startsOn: from, countingRule, dueOn }).success;
        expect(isAccepted).toBe(days >= 1 && !isLate);
      }),
    );
  });

  it('may be a single day if the rule counts the first', () => {
    const asked = { startsOn: '2027-03-01', dueOn: '2027-03-01' };
    expect(faultsOf({ ...asked, countingRule: 'calendarDaysInclusive' })).toEqual([]);
    expect(faultsOf({ ...asked, countingRule: 'calendarDaysExclusive' })).toEqual([['dueOn', 'invalidPeriod']]);
  });

  it('ends with the calendar', () => {
    for (const countingRule of rules) {
      const late = { startsOn: '2199-12-01', countingRule };
      expect(faultsOf({ ...late, days: 60 })).toEqual([['days', 'invalidPeriod']]);
      expect(faultsOf({ ...late, days: 10 })).toEqual([]);
      expect(faultsOf({ ...late, dueOn: '2199-12-31' })).toEqual([]);
      expect(faultsOf({ startsOn: '2199-12-31', days: 1000, countingRule })).toEqual([['days', 'invalidPeriod']]);
    }
  });
});

describe('a time-frame that is over', () => {
  const scope = { startsOn: '2027-01-01', dueOn: '2027-01-31', countingRule: 'calendarDaysExclusive' };
  const entered = () => aConsultation({ status: 'entered' });

  it('cannot be proposed, while one that ends today can', () => {
    expect(() => entered().proposeTimeframe(scope, telling(author, '2027-02-01'))).toThrow(
      'body.dueOn: ends on 2027-01-31',
    );
    const { dueOn, ...rest } = scope;
    expect(() => entered().proposeTimeframe({ ...rest, days: 30 }, telling(author, '2027-02-01'))).toThrow(
      `body.days: ends on ${dueOn}`,
    );
    expect(() => entered().proposeTimeframe({ ...scope, dueOn: '2027-02-01' }, telling(author))).not.toThrow();
  });

  it('cannot be accepted, and neither can such an extension', () => {
    const one = entered();
    one.proposeTimeframe({ ...scope, dueOn: '2027-02-10' }, telling(author, '2027-02-01'));
    expect(() => one.agreeTimeframe({ dueOn: '2027-02-10' }, telling(home, '2027-02-11'))).toThrow(
      'body.dueOn: ends on 2027-02-10',
    );
    const other = running({ dueOn: '2027-02-01' });
    const extension = { dueOn: '2027-02-10', reason: { fr: 'Traduction.', nl: 'Vertaling.' } };
    expect(() => other.proposeExtension(extension, telling(home, '2027-02-11'))).toThrow(
      'body.dueOn: ends on 2027-02-10',
    );
  });

  it('can be recorded later as it was, with a source', () => {
    const one = entered();
    const told = { at: '2027-01-20T10:00:00Z', ...byLetter };
    const before = Object.assign(one, { lastActAt: new Date('2027-01-15T10:00:00Z') });
    before.proposeTimeframe({ ...scope, ...told }, telling(author, '2027-06-01'));
    before.agreeTimeframe({ dueOn: scope.dueOn, ...told }, telling(home, '2027-06-01'));
    expect(before.dueOn).toBe('2027-01-31');
  });
});
