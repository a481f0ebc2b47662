import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { minutesExample } from './forum-meeting.example.js';
import { MeetingStatus, NewMinutes } from './forum-meeting.schema.js';
import { meetingStates } from './forum-meeting.states.js';

const today = '2026-06-15';
const regions = ['BE-BRU', 'BE-VLG', 'BE-WAL'] as const;

function aMeeting(scheduledOn = '2026-03-02'): ForumMeetingRecord {
  const plan = { agreementId: 'agreement', tier: 'administrative', scheduledOn, agenda: [] };
  const scope = { parties: [...regions], classification: 'public', level: 'belgium', objective: 'O1' };
  return ForumMeetingRecord.plan('meeting', 'CO-2026-0001', plan, scope);
}

function minuted(): ForumMeetingRecord {
  const meeting = aMeeting();
  meeting.hold({ on: '2026-03-02' }, today, false);
  meeting.minute(NewMinutes.parse(minutesExample), today);
  return meeting;
}

describe('the agenda', () => {
  it.each([
    ['2026-02-16', false],
    ['2026-02-17', true],
    ['2026-03-02', true],
  ])('sent on %s for a meeting of 2 March is at short notice: %s', (on, shortNotice) => {
    const meeting = aMeeting();
    meeting.convene({ on }, today, 14);
    expect(meeting).toMatchObject({ status: 'convened', convenedOn: on, shortNotice });
  });

  it('is the one that was sent', () => {
    const meeting = aMeeting();
    meeting.convene({ on: '2026-02-01', agenda: [{ fr: 'Un point', nl: 'Een punt' }] }, today, 14);
    expect(meeting.agenda).toEqual([{ fr: 'Un point', nl: 'Een punt' }]);
  });

  it('must be sent again when the meeting is postponed', () => {
    const meeting = aMeeting();
    meeting.convene({ on: '2026-03-01' }, today, 14);
    meeting.postpone({ to: '2026-04-01' });
    expect(meeting).toMatchObject({
      status: 'postponed',
      scheduledOn: '2026-04-01',
      convenedOn: null,
      shortNotice: null,
    });
    meeting.convene({ on: '2026-03-02' }, today, 14);
    expect(meeting).toMatchObject({ status: 'convened', shortNotice: false });
  });
});

describe('the minutes', () => {
  it('are approved once the last party has approved them, on the latest day', () => {
    const meeting = minuted();
    meeting.approve({ party: 'BE-BRU', on: '2026-04-09' }, today);
    meeting.approve({ party: 'BE-VLG', on: '2026-04-02' }, today);
    expect(meeting).toMatchObject({ status: 'minutesDraft', minutesApprovedOn: null });
    meeting.approve({ party: 'BE-WAL', on: '2026-04-03' }, today);
    expect(meeting).toMatchObject({ status: 'minutesApproved', minutesApprovedOn: '2026-04-09' });
    expect(meeting.approvals.map(({ party }) => party)).toEqual(regions);
  });

  it('are approved once by each party, by no one else, and not before they were drafted', () => {
    const meeting = minuted();
    meeting.approve({ party: 'BE-BRU', on: '2026-04-01' }, today);
    const approve = (party: (typeof regions)[number] | 'X-BE-DG', on: string) => () =>
      meeting.approve({ party, on }, today);
    expect(approve('BE-BRU', '2026-04-02')).toThrow(/approvalGiven .*"on":"2026-04-01"/);
    expect(approve('X-BE-DG', '2026-04-02')).toThrow(/notAParty .*"party":"X-BE-DG"/);
    expect(approve('BE-VLG', '2026-03-15')).toThrow(/must not be earlier than the previous act \(2026-03-16\)/);
    expect(approve('BE-VLG', '2026-06-16')).toThrow(/lies in the future/);
    expect(meeting.approvals).toHaveLength(1);
  });

  it('lose the approvals of the previous draft, which the fact lists', () => {
    const meeting = minuted();
    meeting.approve({ party: 'BE-WAL', on: '2026-04-01' }, today);
    const voided = meeting.minute({ ...NewMinutes.parse(minutesExample), on: '2026-05-04' }, today);
    expect(voided).toEqual([{ party: 'BE-WAL', on: '2026-04-01' }]);
    expect(meeting).toMatchObject({ status: 'minutesDraft', approvals: [], minutes: { draftedOn: '2026-05-04' } });
  });

  it('need a document with an address or a hash', () => {
    const told = (document: object) =>
      NewMinutes.safeParse({ on: '2026-03-16', document: { language: 'nl', ...document } });
    expect(told({}).success).toBe(false);
    expect(told({ href: 'ftp://example.org/pv' }).success).toBe(false);
    expect(told({ href: 'https://example.org/pv.pdf' }).success).toBe(true);
  });
});

it('keeps acts in order: a meeting cannot be held before the day on which it was convened', () => {
  const meeting = aMeeting();
  meeting.convene({ on: '2026-02-16' }, today, 14);
  expect(() => meeting.hold({ on: '2026-02-15' }, today, false)).toThrow(/must not be earlier than the previous act/);
  expect(meeting.status).toBe('convened');
});

it('can reach every state in its table', () => {
  const reached = new Set(['planned', ...meetingStates.map(({ to }) => to)]);
  expect([...reached].toSorted()).toEqual(MeetingStatus.options.toSorted());
});
