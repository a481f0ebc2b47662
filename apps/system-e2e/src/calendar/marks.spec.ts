import { referenceList } from '@passerelle/domain/reference-list';
import { describeService } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { markingsOf, type Marking, type Settled } from '../../../gateway/src/calendar/marking.js';
import { services } from '../services.ts';

// The rules that settle each date of each service, in one table; and a check that they use existing fields and states.

const marks = services.map((service) => {
  const description = describeService({
    service: service.name,
    version: '1',
    typePrefix: 't',
    operations: [],
    facts: service.facts,
  });
  return { description, ...markingsOf(description) };
});

const words = ({ of, status, day }: Settled): string =>
  [
    ...(of === undefined ? [] : [`all ${of.resource} by ${of.field}`]),
    ...(status ?? []),
    ...(day === undefined ? [] : [day]),
  ].join(' ');
const row = ({ resource, path, kind, until, done }: Marking): string =>
  [
    `${resource}.${path.join('.')} ${kind}`,
    until === null ? [] : `until ${until.join('.')}`,
    done === null ? 'event' : done.map(words).join(' | '),
  ]
    .flat()
    .join(': ');

it('is decided for every date', () => {
  expect(marks.flatMap(({ dates }) => dates.map(row)).sort()).toEqual([
    'actionItems.dueOn actionDue: doneOn',
    'activities.startsOn activity: until endsOn: event',
    'bodyMeetings.reportDueOn reportDue: reportedOn',
    'bodyMeetings.startsOn bodyMeeting: until endsOn: attended missed represented reported closed cancelled',
    'consultations.dueOn consultationDue: opinionOn | decisionCommunicatedOn',
    'consultations.replyDueOn consultationReplyDue: repliedOn | decisionCommunicatedOn',
    'dataSharings.nextDueOn dataDelivery: ',
    'decisions.dueOn decisionDue: all actionItems by decisionId closed doneOn',
    'followUps.dueOn actionDue: closedOn',
    'forumMeetings.scheduledOn forumMeeting: heldOn',
    'jointStudies.plannedEndOn studyEnd: runsTo | delivered published closed publishedOn',
    'mandates.endedOn mandateEnd: endedOn',
    'mandates.period.to mandateEnd: endedOn',
    'membershipYears.decideBy membershipDecision: decidedOn',
    'membershipYears.feeDueOn feeDue: paidOn',
    'memberships.until membershipEnd: ended until',
    'offices.leftOfficeOn officeEnd: leftOfficeOn',
    'offices.term.endsOn officeEnd: leftOfficeOn',
    'planComponents.inquiry.from inquiryStart: inInquiry advice adapted finallyAdopted inForce superseded annulled abrogated',
    'planComponents.inquiry.to inquiryEnd: adapted finallyAdopted inForce superseded annulled abrogated',
    'positions.dueOn positionDue: validatedOn | withdrawn',
    'projects.endsOn projectEnd: ended closed terminatedEarly endsOn',
    'projects.startsOn projectStart: running suspended ended closed terminatedEarly startsOn',
    'visits.reportDueOn reportDue: reportedOn',
    'visits.startsOn visit: until endsOn: made reported cancelled',
  ]);
});

it('has a label for each kind', () => {
  const labelled = referenceList('calendarKinds').entries.map(({ code }) => code);
  const marked = new Set(marks.flatMap(({ dates }) => dates.map(({ kind }) => kind)));
  expect([...marked].sort()).toEqual(labelled.toSorted());
});

const Field = z.looseObject({ enum: z.array(z.string()).optional(), $ref: z.string().default('') });
const Shape = z.looseObject({
  $ref: z.string().default(''),
  properties: z.record(z.string(), Field).optional(),
  $defs: z.record(z.string(), z.looseObject({})).default({}),
});

/** The fields of a fact, each with its states if it has any. */
function fieldsOf(data: unknown): Map<string, readonly string[]> {
  const { $ref, properties, $defs } = Shape.parse(data);
  const named = (reference: string): unknown => $defs[reference.replace('#/$defs/', '')] ?? {};
  const fields = properties ?? Shape.parse(named($ref)).properties ?? {};
  return new Map(
    Object.entries(fields).map(([name, field]) => [name, field.enum ?? Field.parse(named(field.$ref)).enum ?? []]),
  );
}

/** Where the calendar finds the departments of a date: in its record, in the record that this is part of, or in its plan. */
function departmentsOf({ description: { facts }, belongings }: (typeof marks)[number], resource: string): string {
  const fields = (of: string) => fieldsOf(facts.find((fact) => fact.resource === of)?.data);
  const named = (of: string) => ['departments', 'department'].find((field) => fields(of).has(field));
  const owner = belongings.find((belonging) => belonging.resource === resource)?.owner;
  const above = owner !== undefined && named(owner) !== undefined ? `of its ${owner}` : undefined;
  return named(resource) ?? above ?? (fields(resource).has('planId') ? 'of its plan' : 'none');
}

it('has departments wherever its record, or what this is part of, has some', () => {
  const rows = marks.flatMap((of) => of.dates.map(({ resource }) => `${resource}: ${departmentsOf(of, resource)}`));
  expect([...new Set(rows)].sort()).toEqual([
    'actionItems: none',
    'activities: departments',
    'bodyMeetings: departments',
    'consultations: departments',
    'dataSharings: departments',
    'decisions: none',
    'followUps: department',
    'forumMeetings: of its agreements',
    'jointStudies: departments',
    'mandates: departments',
    'membershipYears: departments',
    'memberships: departments',
    'offices: of its memberships',
    'planComponents: of its plan',
    'positions: departments',
    'projects: departments',
    'visits: departments',
  ]);
});

it('uses fields and states that the facts have', () => {
  const unknown = marks.flatMap(({ description, dates }) =>
    dates.flatMap(({ resource, done }) =>
      (done ?? []).flatMap(({ of, status = [], day }) => {
        const fields = fieldsOf(description.facts.find((fact) => fact.resource === (of?.resource ?? resource))?.data);
        const states = fields.get('status') ?? [];
        const named = [of?.field, day].filter((field) => field !== undefined);
        return [...status.filter((state) => !states.includes(state)), ...named.filter((field) => !fields.has(field))];
      }),
    ),
  );
  expect(unknown).toEqual([]);
});
