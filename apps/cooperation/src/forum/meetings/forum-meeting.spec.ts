import { actingOn } from '@passerelle/testing/acting';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { minutesExample } from './forum-meeting.example.js';
import { meetingLife } from './forum-meeting.life.js';
import { MeetingChange, MeetingStatus, NewMinutes } from './forum-meeting.schema.js';

const today = '2026-06-15';
const regions = ['BE-BRU', 'BE-VLG', 'BE-WAL'] as const;

function aMeeting(scheduledOn = '2026-03-02'): ForumMeetingRecord {
  const plan = { agreementId: 'agreement', tier: 'administrative', scheduledOn, agenda: [] };
  const scope = { parties: [...regions], classification: 'public', level: 'belgium', objective: 'O1' };
  return ForumMeetingRecord.plan({ id: 'meeting', ref: 'CO-2026-0001' }, plan, scope);
}

const perform = (meeting: ForumMeetingRecord, act: string, body: object) =>
  meetingLife.perform(meeting, act, body, actingOn(today));

/** In a state, as read from the database. */
const at = (status: MeetingStatus): ForumMeetingRecord => Object.assign(aMeeting(), { status, minutes: null });

async function minuted(): Promise<ForumMeetingRecord> {
  const meeting = Object.assign(at('held'), { heldOn: '2026-03-02', minutesApprovedOn: null });
  await perform(meeting, 'minute', minutesExample);
  return meeting;
}

describe('the agenda', () => {
  it.each([
    ['2026-02-16', false],
    ['2026-02-17', true],
    ['2026-03-02', true],
  ])('sent on %s for a meeting of 2 March is at short notice: %s', async (on, shortNotice) => {
    const meeting = aMeeting();
    await perform(meeting, 'convene', { on });
    expect(meeting).toMatchObject({ status: 'convened', convenedOn: on, shortNotice });
  });

  it('is the one that was sent', async () => {
    const meeting = aMeeting();
    await perform(meeting, 'convene', { on: '2026-02-01', agenda: [{ fr: 'Un point', nl: 'Een punt' }] });
    expect(meeting.agenda).toEqual([{ fr: 'Un point', nl: 'Een punt' }]);
  });

  it('must be sent again when the meeting is postponed', async () => {
    const meeting = aMeeting();
    await perform(meeting, 'convene', { on: '2026-03-01' });
    await perform(meeting, 'postpone', { to: '2026-04-01' });
    expect(meeting).toMatchObject({
      status: 'postponed',
      scheduledOn: '2026-04-01',
      convenedOn: null,
      shortNotice: null,
    });
    await perform(meeting, 'convene', { on: '2026-03-02' });
    expect(meeting).toMatchObject({ status: 'convened', shortNotice: false });
  });
});

describe('the plan', () => {
  const announced = [{ tier: 'workingGroup' }, { scheduledOn: '2026-03-09' }, { agenda: [] }];
  const free = [{ place: { fr: 'Salle du conseil' } }, { chairParty: 'BE-VLG' }, { source: 'A letter' }];
  const closedBy = (status: MeetingStatus) =>
    [...announced, ...free].filter((patch) => {
      try {
        at(status).change(MeetingChange.parse(patch));
        return false;
      } catch (error) {
        expect(String(error)).toMatch(/recordClosed/);
        return true;
      }
    });

  it('can be corrected until the meeting is over, without what its invitation announced', () => {
    expect(closedBy('planned')).toEqual([]);
    expect(closedBy('postponed')).toEqual([]);
    expect(closedBy('convened')).toEqual(announced);
    for (const status of ['held', 'minutesDraft', 'minutesApproved', 'cancelled'] as const)
      expect(closedBy(status)).toEqual([...announced, ...free]);
  });

  it('stays under its agreement', () => {
    expect(MeetingChange.safeParse({ agreementId: '01930000-0000-7000-8000-000000000001' }).success).toBe(false);
  });
});

describe('the minutes', () => {
  const source = 'A letter';

  it('are approved once the last party has approved them, on the latest day', async () => {
    const meeting = await minuted();
    await perform(meeting, 'approve', { party: 'BE-BRU', on: '2026-04-09', source });
    await perform(meeting, 'approve', { party: 'BE-VLG', on: '2026-04-02', source });
    expect(meeting).toMatchObject({ status: 'minutesDraft', minutesApprovedOn: null });
    expect(meeting.missingApprovals()).toEqual(['BE-WAL']);
    await perform(meeting, 'approve', { party: 'BE-WAL', on: '2026-04-03', source });
    expect(meeting).toMatchObject({ status: 'minutesApproved', minutesApprovedOn: '2026-04-09' });
    expect(meeting.approvals.map(({ party }) => party)).toEqual(regions);
  });

  it('are approved once by each party, by no one else, and not before they were drafted', async () => {
    const meeting = await minuted();
    await perform(meeting, 'approve', { party: 'BE-BRU', on: '2026-04-01', source });
    const approve = (party: string, on: string) => expect(perform(meeting, 'approve', { party, on, source })).rejects;
    await approve('BE-BRU', '2026-04-02').toThrow(/approvalGiven .*"on":"2026-04-01"/);
    await approve('X-BE-DG', '2026-04-02').toThrow(/notAParty .*"party":"X-BE-DG"/);
    await approve('BE-VLG', '2026-03-15').toThrow(/must not be earlier than the previous act \(2026-03-16\)/);
    await approve('BE-VLG', '2026-06-16').toThrow(/lies in the future/);
    expect(meeting.approvals).toHaveLength(1);
  });

  it('lose the approvals of the previous draft, which the fact lists', async () => {
    const meeting = await minuted();
    await perform(meeting, 'approve', { party: 'BE-WAL', on: '2026-04-01', source });
    const { fact } = await perform(meeting, 'minute', { ...minutesExample, on: '2026-05-04' });
    expect(fact().data).toMatchObject({ voided: [{ party: 'BE-WAL', on: '2026-04-01', source }] });
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

it('keeps acts in order: a meeting cannot be held before the day on which it was convened', async () => {
  const meeting = aMeeting();
  await perform(meeting, 'convene', { on: '2026-02-16' });
  expect(() => meeting.hold({ on: '2026-02-15' }, today, false)).toThrow(/must not be earlier than the previous act/);
});

it('can reach every state in its table', () => {
  const reached = new Set(['planned', ...meetingLife.transitions.map(({ to }) => to)]);
  expect([...reached].toSorted()).toEqual(MeetingStatus.options.toSorted());
});
