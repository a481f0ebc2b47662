import { join, resolve } from 'node:path';
import { referenceList } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { describe as described, load, services } from './compose.ts';

// What services mark for the calendar, as they announce it: a marker that got lost on the way would show nowhere.

const root = resolve('.');
const Markings = z.object({
  dates: z.array(z.object({ resource: z.string(), path: z.array(z.string()), kind: z.string() })),
  belongings: z.array(z.object({ resource: z.string(), owner: z.string() })),
});

let dates: string[];
let belongings: string[];
let kinds: string[];

beforeAll(async () => {
  const { markingsOf } = await load(join(root, 'apps/gateway/dist/calendar/marking.js'));
  const announced = await Promise.all(services.map((service) => described(root, service)));
  const marked = announced.map((description) => Markings.parse(markingsOf(description)));
  kinds = marked.flatMap(({ dates: own }) => own.map(({ kind }) => kind));
  dates = marked.flatMap(({ dates: own }) =>
    own.map(({ resource, path, kind }) => `${resource}.${path.join('.')} ${kind}`),
  );
  belongings = marked.flatMap(({ belongings: own }) => own.map(({ resource, owner }) => `${resource} ${owner}`));
});

it('every date that a service marks is of a kind that the list names in four languages', () => {
  const known = referenceList('calendarKinds').entries.map(({ code }) => code);
  expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
});

it('the dates that one waits for are marked', () => {
  expect(dates).toEqual(
    expect.arrayContaining([
      'forumMeetings.scheduledOn forumMeeting',
      'activities.startsOn activity',
      'memberships.until membershipEnd',
      'offices.leftOfficeOn officeEnd',
      'offices.term.endsOn officeEnd',
      'projects.endsOn projectEnd',
      'projects.startsOn projectStart',
      'mandates.endedOn mandateEnd',
      'mandates.period.to mandateEnd',
    ]),
  );
  expect(belongings).toEqual(
    expect.arrayContaining([
      'forumMeetings agreements',
      'memberships networks',
      'offices memberships',
      'mandates bodies',
    ]),
  );
});
