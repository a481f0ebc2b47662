import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IsoDate } from './period.js';
import { Text } from './text.js';

const Labels = z.strictObject({ fr: Text(1, 300), nl: Text(1, 300), en: Text(1, 300), de: Text(1, 300) });

/** A value of an entry that rules read: a flag, a number, a code, or a list of codes. */
const mostDetails = 20;
const Details = z
  .record(
    z
      .string()
      .regex(/^[a-z][A-Za-z]{0,39}$/)
      .max(40),
    z.union([z.boolean(), z.int().min(0).max(100_000), Text(1, 500), z.array(Text(1, 40)).max(50)]),
  )
  .refine((details) => Object.keys(details).length <= mostDetails, `must not have more than ${mostDetails} details`)
  .meta({ maxProperties: mostDetails });

const Code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/)
  .max(40);

/** Validity is half-open; without dates a code was always valid and still is. `source` is given where it differs from the list's. */
export const ReferenceEntry = z
  .strictObject({
    code: Code,
    labels: Labels,
    validFrom: IsoDate.optional(),
    validTo: IsoDate.optional(),
    replacedBy: z
      .array(Code)
      .min(1)
      .max(5)
      .optional()
      .describe('The code is retired: existing records keep it, new ones use one of these'),
    source: Text(1, 500).optional(),
    verified: z
      .enum(['yes', 'partly', 'no'])
      .optional()
      .describe('Whether the entry was compared with its source: in the lists that repeat the law'),
    unverified: Text(1, 500).optional().describe('What could not be compared, and why'),
    details: Details.optional(),
  })
  .refine(({ verified = 'yes', unverified }) => (verified === 'yes') === (unverified === undefined), {
    error: 'says what was not verified, and only where something was not',
    path: ['unverified'],
  })
  .meta({ id: 'ReferenceEntry' });
export type ReferenceEntry = z.infer<typeof ReferenceEntry>;

/** The lists of this library, each in the file of that name in `reference/`. */
export const ReferenceListId = z.enum([
  'actionStates',
  'activityKinds',
  'activityParts',
  'agendaItemKinds',
  'audienceUnits',
  'bodyFamilies',
  'bodyMeetingStates',
  'calendarKinds',
  'coSignerKinds',
  'componentKinds',
  'componentStates',
  'consultationStates',
  'consultationTriggers',
  'coordinationLevels',
  'costKinds',
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
  'interestPriorities',
  'interestUptakes',
  'interventionForms',
  'legalBases',
  'legalGrounds',
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
  'positionStates',
  'practiceStates',
  'practiceTargets',
  'procedureSteps',
  'publicHolidays',
  'reachUnits',
  'refreshRates',
  'regionalPartners',
  'results',
  'reviewVerdicts',
  'studyStates',
  'territorialLevels',
  'themes',
  'visibilityKinds',
  'visitPartnerKinds',
  'visitStates',
  'workSiteStages',
]);
export type ReferenceListId = z.infer<typeof ReferenceListId>;

/** A code list: closed in code where a rule names the codes, otherwise data that may grow. A service may bring one of its own. */
export const ReferenceList = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
      .max(40),
    title: Labels,
    source: Text(1, 500),
    entries: z.array(ReferenceEntry).min(1).max(1000),
  })
  .meta({ id: 'ReferenceList' });
export type ReferenceList = z.infer<typeof ReferenceList>;

const known = new Map<ReferenceListId, ReferenceList>();

/** Read once from the package, checked and cached. `src` and `dist` are both next to `reference`. */
export function referenceList(id: ReferenceListId): ReferenceList {
  const kept = known.get(id);
  if (kept) return kept;
  const file = new URL(`../reference/${id}.json`, import.meta.url);
  const list = ReferenceList.parse(JSON.parse(readFileSync(file, 'utf8')));
  known.set(id, list);
  return list;
}

/** Several of them, as services declare those that they own. */
export const referenceLists = (...ids: readonly ReferenceListId[]): ReferenceList[] => ids.map(referenceList);

const entryOf = (list: ReferenceList, code: string) => list.entries.find((entry) => entry.code === code);

/** The entry of a code, whether or not it is still valid. */
export const referenceEntry = (id: ReferenceListId, code: string): ReferenceEntry | undefined =>
  entryOf(referenceList(id), code);

/** Whether a code was valid on a day: pass the day of the record, not today. */
export function codeIsValid(list: ReferenceList, code: string, on: string): boolean {
  const entry = entryOf(list, code);
  if (!entry) return false;
  const { validFrom = '', validTo = '~' } = entry; // ISO dates sort as texts, between these two
  return validFrom <= on && on < validTo;
}

/** Set while the body of a request is read: retired codes are refused there, and stay readable everywhere else. */
const inRequests = new AsyncLocalStorage<boolean>();
export const withoutRetiredCodes = <Result>(read: () => Result): Result => inRequests.run(true, read);

/** A code of a list, whether or not it is still valid: check `codeIsValid` too where the record has a date. */
export const CodeOf = (id: ReferenceListId) =>
  z
    .string()
    .max(40)
    .superRefine((code, context) => {
      const fault = (issue: string, message: string) =>
        context.addIssue({ code: 'custom', message, params: { issue } });
      const entry = entryOf(referenceList(id), code);
      if (entry === undefined) fault('codeNotInList', `must be a code of the list /v1/refData/${id}`);
      else if (entry.replacedBy !== undefined && inRequests.getStore() === true)
        fault('codeRetired', `is retired: use ${entry.replacedBy.join(', ')}`);
    })
    .describe(`Of the list ${id}`);
