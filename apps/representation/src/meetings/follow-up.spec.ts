import { codeOf } from '@passerelle/testing/refused';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { NewBodyMeeting, type BodyMeetingStatus, type Presence } from './body-meeting.schema.js';
import { FollowUpRecord } from './follow-up.entity.js';
import { followUpLife } from './follow-up.life.js';
import { FollowUpChange, FollowUpClosure, FollowUpState, NewFollowUp } from './follow-up.schema.js';
import {
  followUpClosureExample,
  followUpExample,
  followUpReopeningExample,
  meetingExample,
} from './meeting.example.js';

const body = {
  id: '01930000-0000-7000-8000-000000000002',
  level: 'europe',
  objective: 'O2',
  themes: ['cities'],
  classification: 'public',
} satisfies Parameters<typeof BodyMeetingRecord.announce>[2];
const today = '2025-06-30';

const aMeeting = (status: BodyMeetingStatus = 'attended', presence: Presence | null = 'attended') =>
  Object.assign(
    BodyMeetingRecord.announce({ id: 'meeting', ref: 'RP-2024-0004' }, NewBodyMeeting.parse(meetingExample), body),
    { status, presence },
  );
const aFollowUp = (changes: object = {}, meeting = aMeeting()): FollowUpRecord =>
  FollowUpRecord.register(
    { id: 'item', ref: 'RP-2024-0005' },
    NewFollowUp.parse({ ...followUpExample, ...changes }),
    meeting,
  );

describe('a follow-up', () => {
  it('copies from its meeting what the strategy is cut by, and is internal even if the meeting is public', () => {
    const meeting = Object.assign(aMeeting(), { classification: 'public' });
    expect(aFollowUp({}, meeting)).toMatchObject({
      status: 'open',
      bodyMeetingId: 'meeting',
      bodyId: body.id,
      themes: ['cities'],
      level: 'europe',
      objective: 'O2',
      classification: 'internal',
    });
  });

  it.each<[BodyMeetingStatus, Presence | null, string | undefined]>([
    ['announced', null, 'meetingNotAttended'],
    ['prepared', null, 'meetingNotAttended'],
    ['cancelled', null, 'meetingNotAttended'],
    ['missed', 'missed', 'meetingNotAttended'],
    ['closed', 'missed', 'meetingNotAttended'],
    ['closed', 'attended', 'recordClosed'],
    ['attended', 'attended', undefined],
    ['represented', 'representedWithoutAgreement', undefined],
    ['reported', 'representedByAgreement', undefined],
  ])('of a meeting that is %s (%s): %s', (status, presence, code) => {
    expect(codeOf(() => aFollowUp({}, aMeeting(status, presence)))).toBe(code);
  });

  it('is due after the meeting began', () => {
    expect(codeOf(() => aFollowUp({ dueOn: '2024-11-13' }))).toBe('invalidPeriod');
    expect(codeOf(() => aFollowUp({ dueOn: '2024-11-14' }))).toBeUndefined();
  });

  it('is corrected while it is open', () => {
    const correct = (item: FollowUpRecord, patch: object) => item.change(FollowUpChange.parse(patch), aMeeting());
    const item = aFollowUp();
    correct(item, { department: 'territorialStrategy', dueOn: '2025-02-28' });
    expect(item).toMatchObject({ department: 'territorialStrategy', dueOn: '2025-02-28' });
    expect(codeOf(() => correct(aFollowUp(), { dueOn: '2024-11-13' }))).toBe('invalidPeriod');
    const closed = Object.assign(aFollowUp(), { status: 'closed' });
    expect(codeOf(() => correct(closed, { dueOn: '2025-02-28' }))).toBe('recordClosed');
  });

  it.each([
    ['2025-01-31', false],
    ['2025-02-01', true],
  ])('that was due on 31 January and done on %s is late: %s', (on, late) => {
    const item = aFollowUp();
    item.close({ ...followUpClosureExample, on }, aMeeting(), today);
    expect(item).toMatchObject({ closedOn: on, late });
  });

  it('is closed with an outcome, not before the meeting and not in the future', () => {
    const close = (on: string) => codeOf(() => aFollowUp().close({ ...followUpClosureExample, on }, aMeeting(), today));
    expect(close('2024-11-13')).toBe('invalidPeriod');
    expect(close('2024-11-14')).toBeUndefined();
    expect(close('2025-07-01')).toBe('factInFuture');
    expect(FollowUpClosure.safeParse({ on: today }).error?.issues[0]?.path).toEqual(['outcome']);
  });

  it('becomes overdue once, on the day after, and stays marked when it is closed and reopened', () => {
    const noon = (day: string) => new Date(`${day}T12:00:00Z`);
    const item = aFollowUp();
    expect(followUpLife.expire(item, noon('2025-01-31'))).toBeUndefined();
    expect(followUpLife.expire(item, noon('2025-03-01'))?.fact().time).toBe('2025-01-31T23:00:00.000Z');
    item.close({ ...followUpClosureExample, on: '2025-03-02' }, aMeeting(), today);
    item.reopen(followUpReopeningExample, aMeeting());
    expect(item).toMatchObject({ overdueOn: '2025-02-01', closedOn: null, late: null, outcome: null });
    expect(item.reopenReason).toEqual(followUpReopeningExample.reason);
    expect(followUpLife.expire(item, noon('2025-03-03'))).toBeUndefined();
  });

  it('is not reopened after its meeting was closed', () => {
    expect(codeOf(() => aFollowUp().reopen(followUpReopeningExample, aMeeting('closed')))).toBe('recordClosed');
  });

  it('marks the day that belongs on the calendar', () => {
    const done = [{ day: 'closedOn' }];
    expect(FollowUpState.shape.dueOn.meta()).toMatchObject({ 'x-calendar': 'actionDue', 'x-calendar-done': done });
  });
});
