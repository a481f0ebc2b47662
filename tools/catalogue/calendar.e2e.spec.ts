import { join, resolve } from 'node:path';
import { referenceList } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { describe as described, load, services } from './compose.ts';

// The calendar markers in the announced schemas: no other test would notice a marker that was lost.

const root = resolve('.');
const Markings = z.object({
  dates: z.array(z.object({ resource: z.string(), path: z.array(z.string()), kind: z.string() })),
  belongings: z.array(z.object({ resource: z.string(), owner: z.string() })),
});

let marked: Record<string, z.infer<typeof Markings>>;

beforeAll(async () => {
  const { markingsOf } = await load(join(root, 'apps/gateway/dist/calendar/marking.js'));
  const read = services.map(async (service) => {
    const markings = Markings.parse(markingsOf(await described(root, service)));
    return [service, markings] as const;
  });
  marked = Object.fromEntries(await Promise.all(read));
});

it('the marked dates have the kinds of the code list, and each kind occurs', () => {
  const kinds = Object.values(marked).flatMap(({ dates }) => dates.map(({ kind }) => kind));
  expect([...new Set(kinds)].toSorted()).toEqual(
    referenceList('calendarKinds')
      .entries.map(({ code }) => code)
      .toSorted(),
  );
});

it.each([
  [
    'cooperation',
    [
      'actionItems.dueOn actionDue',
      'consultations.dueOn consultationDue',
      'consultations.replyDueOn consultationReplyDue',
      'dataSharings.nextDueOn dataDelivery',
      'decisions.dueOn decisionDue',
      'forumMeetings.scheduledOn forumMeeting',
      'jointStudies.plannedEndOn studyEnd',
      'planComponents.inquiry.from inquiryStart',
      'planComponents.inquiry.to inquiryEnd',
    ],
    ['forumMeetings agreements'],
  ],
  ['gateway', [], []],
  [
    'networks',
    [
      'activities.startsOn activity',
      'membershipYears.decideBy membershipDecision',
      'membershipYears.feeDueOn feeDue',
      'memberships.until membershipEnd',
      'offices.leftOfficeOn officeEnd',
      'offices.term.endsOn officeEnd',
      'visits.reportDueOn reportDue',
      'visits.startsOn visit',
    ],
    ['membershipYears memberships', 'memberships networks', 'offices memberships'],
  ],
  ['projects', ['projects.endsOn projectEnd', 'projects.startsOn projectStart'], []],
  [
    'representation',
    [
      'bodyMeetings.reportDueOn reportDue',
      'bodyMeetings.startsOn bodyMeeting',
      'followUps.dueOn actionDue',
      'mandates.endedOn mandateEnd',
      'mandates.period.to mandateEnd',
      'positions.dueOn positionDue',
    ],
    ['bodyMeetings bodies', 'followUps bodyMeetings', 'mandates bodies', 'positions bodies'],
  ],
])('%s marks every date for the calendar', (service, dates, belongings) => {
  const own = marked[service];
  expect(own?.dates.map(({ resource, path, kind }) => `${resource}.${path.join('.')} ${kind}`)).toEqual(dates);
  expect(own?.belongings.map(({ resource, owner }) => `${resource} ${owner}`)).toEqual(belongings);
});
