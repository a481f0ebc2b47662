import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IsoDate } from './period.js';
import { Text } from './text.js';

const Labels = z.strictObject({ fr: Text(1, 300), nl: Text(1, 300), en: Text(1, 300), de: Text(1, 300) });

/** What rules read of an entry: whether, how many, which one, or which ones. */
const mostDetails = 20;
const Details = z
  .record(
    z
      .string()
      .regex(/^[a-z][A-Za-z]{0,39}$/)
      .max(40),
    z.union([z.boolean(), z.int().min(0).max(100_000), Text(1, 500), z.array(Text(1, 40)).max(50)]),
  )
  .refine((details) => Object.keys(details).length <= mostDetails, `holds more than ${mostDetails}`)
  .meta({ maxProperties: mostDetails });

/** Validity is half-open; without dates a code was always valid and still is. `source` is given where it is the entry's own. */
export const ReferenceEntry = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/)
      .max(40),
    labels: Labels,
    validFrom: IsoDate.optional(),
    validTo: IsoDate.optional(),
    source: Text(1, 500).optional(),
    details: Details.optional(),
  })
  .meta({ id: 'ReferenceEntry' });
export type ReferenceEntry = z.infer<typeof ReferenceEntry>;

/** The lists that this library carries, each in the file of that name in `reference/`. */
export const ReferenceListId = z.enum([
  'actionStates',
  'activityKinds',
  'activityParts',
  'audienceUnits',
  'bodyFamilies',
  'calendarKinds',
  'componentKinds',
  'componentStates',
  'consultationStates',
  'consultationTriggers',
  'countingRules',
  'countries',
  'dataSharingStates',
  'decisionKinds',
  'departments',
  'documentTypes',
  'forumMeetingStates',
  'forumTiers',
  'fundingModes',
  'holderKinds',
  'legalBases',
  'legalNatures',
  'licences',
  'mandateRoles',
  'membershipCategories',
  'noticeChannels',
  'noticeStages',
  'nutsNeighbours',
  'objectives',
  'officeRoles',
  'opinionVerdicts',
  'parties',
  'partnerRoles',
  'partnerTypes',
  'planStates',
  'planTypes',
  'pointAnswers',
  'pointSeverities',
  'pointTopics',
  'procedureSteps',
  'publicHolidays',
  'refreshRates',
  'results',
  'studyStates',
  'territorialLevels',
  'workSiteStages',
]);
export type ReferenceListId = z.infer<typeof ReferenceListId>;

/** A code list: closed in code where a rule names the codes, otherwise data that may grow. */
export const ReferenceList = z
  .strictObject({
    id: ReferenceListId,
    title: Labels,
    source: Text(1, 500),
    entries: z.array(ReferenceEntry).min(1).max(1000),
  })
  .meta({ id: 'ReferenceList' });
export type ReferenceList = z.infer<typeof ReferenceList>;

const known = new Map<ReferenceListId, ReferenceList>();

/** Read once from the package, checked, then kept. `src` and `dist` are both beside `reference`. */
export function referenceList(id: ReferenceListId): ReferenceList {
  const kept = known.get(id);
  if (kept) return kept;
  const file = new URL(`../reference/${id}.json`, import.meta.url);
  const list = ReferenceList.parse(JSON.parse(readFileSync(file, 'utf8')));
  known.set(id, list);
  return list;
}

const entryOf = (list: ReferenceList, code: string) => list.entries.find((entry) => entry.code === code);

/** The entry that a code stands for, whenever it was valid. */
export const referenceEntry = (id: ReferenceListId, code: string): ReferenceEntry | undefined =>
  entryOf(referenceList(id), code);

/** Whether a code stood in the list on a day: the day of the record, not today. */
export function codeIsValid(list: ReferenceList, code: string, on: string): boolean {
  const entry = entryOf(list, code);
  if (!entry) return false;
  const { validFrom = '', validTo = '~' } = entry; // ISO dates sort as texts, between these two
  return validFrom <= on && on < validTo;
}

/** A code of a list, whenever it was valid: ask `codeIsValid` too where the record has a date. */
export const CodeOf = (id: ReferenceListId) =>
  z
    .string()
    .max(40)
    .refine((code) => entryOf(referenceList(id), code) !== undefined, {
      error: `is not a code of the list ${id}`,
      params: { issue: 'codeNotInList' },
    });
