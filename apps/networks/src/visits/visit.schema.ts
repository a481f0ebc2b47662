import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { Departments } from '@passerelle/domain/department';
import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Money } from '@passerelle/domain/money';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText, Text } from '@passerelle/domain/text';
import { Themes } from '@passerelle/domain/theme';
import { isPublic } from '@passerelle/platform/access/rights';
import { byDate, byDay, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';
import { Place } from '../place.js';
import { RegionalPartners } from '../regional-partners.js';

// A mission of ours, or a delegation that we receive: who met whom, why, at what cost in money and carbon, and what was reported. It
// counts people and names none.

export const VisitStatus = z
  .enum(['planned', 'authorised', 'made', 'reported', 'cancelled'])
  .meta({ id: 'VisitStatus' });
export type VisitStatus = z.infer<typeof VisitStatus>;

export const VisitDirection = z.enum(['outgoing', 'incoming']).meta({
  id: 'VisitDirection',
  description: 'A mission of the agency, or a delegation that it receives',
});
export type VisitDirection = z.infer<typeof VisitDirection>;

const VisitPartner = z
  .strictObject({ kind: CodeOf('visitPartnerKinds'), organisation: OrganisationRef })
  .meta({ id: 'VisitPartner', description: 'A city, a region or a body that was met' });

const VisitCost = z
  .strictObject({ kind: CodeOf('costKinds'), amount: Money })
  .meta({ id: 'VisitCost', description: 'What it cost, for one kind of costs' });

/** No journey costs a billion euros, so the sum of all kinds is an amount too. */
const isCost = ({ amount: { amount } }: z.infer<typeof VisitCost>) => /^\d{1,9}(\.\d{1,2})?$/.test(amount);

const Costs = z
  .array(VisitCost)
  .min(1)
  .max(10)
  .refine((costs) => distinct(costs.map(({ kind }) => kind)), 'must not name a kind twice')
  .refine((costs) => costs.every(isCost), 'must lie between 0 and 999999999.99')
  .describe('What it cost, by kind; absent while it is unknown, one cost of 0 where it cost nothing');

/** Without method and source a quantity of carbon cannot be compared with another one. */
const Carbon = z
  .strictObject({
    kilograms: z.int().min(0).max(10_000_000).describe('CO2 equivalent, in kilograms, of all who travelled'),
    method: Text(2, 200).describe('How it was computed, with the edition of the factors'),
    source: MultilineText(3, 500).describe('Who computed it, and where it is written'),
  })
  .meta({ id: 'VisitCarbon', description: 'The greenhouse gases of the journey, with their method and source' });

interface Days {
  readonly startsOn: string;
  readonly endsOn?: string | null | undefined;
}

/** First and last day, both included; without a last day it lasts one day. */
export const inOrder = ({ startsOn, endsOn }: Days): boolean => !endsOn || startsOn <= endsOn;

interface Whereabouts {
  readonly partners: readonly z.infer<typeof VisitPartner>[];
  readonly countries: readonly string[];
}

/** The fields that name the country of a partner which is none of the countries of the visit. */
export const partnersElsewhere = ({ partners, countries }: Whereabouts): (string | number)[][] =>
  partners.flatMap(({ organisation: { country } }, index) =>
    country === undefined || countries.includes(country) ? [] : [['partners', index, 'organisation', 'country']],
  );

export const elsewhere = 'must be one of the countries of the visit';

const terms = {
  title: LocalizedText(3, 300),
  purpose: LocalizedMultilineText(3, 500).describe('Why it is made'),
  startsOn: IsoDate.meta({
    description: 'First day',
    'x-calendar': 'visit',
    'x-calendar-until': 'endsOn',
    'x-calendar-done': [{ status: ['made', 'reported', 'cancelled'] }],
  }),
  endsOn: IsoDate.optional().describe('Last day; by default the first'),
  place: Place.optional().describe('Where it led, or where the delegation was received'),
  partners: z.array(VisitPartner).min(1).max(20).describe('Who was met'),
  countries: z
    .array(Country)
    .min(1)
    .max(50)
    .refine(distinct, 'must not name a country twice')
    .describe('The countries that it led to, or that the delegation came from'),
  participants: z.int().min(1).max(10_000).optional().describe('How many travelled to us, or from us'),
  networkId: z.uuid().optional().describe('The network in whose context it took place'),
  activityId: z.uuid().optional().describe('The activity that it led to, or of which it was part'),
  bodyMeetingId: z.uuid().optional().describe('The meeting of a body that it led to'),
  projectId: z.uuid().optional().describe('The project for which it was made'),
  costs: Costs.optional(),
  carbon: Carbon.optional(),
  reportExempt: z.boolean().describe('True where no report is due'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  themes: Themes,
  regionalPartners: RegionalPartners,
  classification: Classification,
};

export const NewVisit = z
  .strictObject({
    direction: VisitDirection,
    ...terms,
    reportExempt: terms.reportExempt.default(false),
    themes: Themes.default([]),
    regionalPartners: RegionalPartners.default([]),
    classification: Classification.default('internal'),
  })
  .refine(inOrder, { error: 'must not be earlier than startsOn', path: ['endsOn'], params: { issue: 'invalidPeriod' } })
  .superRefine((visit, { addIssue }) => {
    for (const path of partnersElsewhere(visit)) addIssue({ code: 'custom', message: elsewhere, path });
  })
  .meta({ id: 'NewVisit' });
export type NewVisit = z.infer<typeof NewVisit>;

/** What a change may touch, whole. */
export const VisitTerms = z.strictObject(terms);
export const VisitChange = mergePatch(VisitTerms).meta({ id: 'VisitChange' });
export type VisitChange = Patch<z.infer<typeof VisitTerms>>;

export const VisitAuthorisation = z
  .strictObject({
    on: IsoDate.describe('The day of the authorisation'),
    reference: Text(1, 100).describe('The number of the decision'),
  })
  .meta({ id: 'VisitAuthorisation' });
export type VisitAuthorisation = z.infer<typeof VisitAuthorisation>;

/** What becomes known with the journey may be given with the act. */
export const VisitMade = z
  .strictObject({
    participants: terms.participants,
    costs: Costs.optional(),
    carbon: Carbon.optional(),
  })
  .meta({ id: 'VisitMade' });
export type VisitMade = z.infer<typeof VisitMade>;

const report = {
  outcome: LocalizedMultilineText(3, 1000).describe('What came of it'),
  document: FiledDocument.optional().describe('The report'),
  recipients: Departments.min(1).describe('The departments that received it'),
};
export const NewVisitReport = z
  .strictObject({ on: IsoDate.describe('The day on which it was given'), ...report })
  .meta({ id: 'NewVisitReport' });
export type NewVisitReport = z.infer<typeof NewVisitReport>;
export const VisitReport = z.strictObject(report).meta({ id: 'VisitReport' });

export const VisitCancellation = z
  .strictObject({ reason: LocalizedMultilineText(3, 500) })
  .meta({ id: 'VisitCancellation' });
export type VisitCancellation = z.infer<typeof VisitCancellation>;

const state = {
  status: VisitStatus,
  direction: VisitDirection,
  ...terms,
  endsOn: IsoDate.describe('Last day'),
  authorisedOn: IsoDate.optional().describe('The day of the authorisation'),
  authorisation: VisitAuthorisation.shape.reference.optional(),
  costTotal: Money.optional().describe('The sum of the costs; absent while they are unknown'),
  reportDueOn: IsoDate.optional().meta({
    description: 'The last day for the report: ten working days after the last day; absent where none is due',
    'x-calendar': 'reportDue',
    'x-calendar-done': [{ day: 'reportedOn' }],
  }),
  reportOverdueOn: IsoDate.optional().describe(
    'The first day on which the report was overdue; kept where it is given late',
  ),
  reportedOn: IsoDate.optional().describe('The day on which the report was given'),
  reportLate: z.boolean().optional().describe('True when it was given after its last day; absent where none was due'),
  report: VisitReport.optional(),
  reason: LocalizedMultilineText(3, 500).optional().describe('Why it was cancelled'),
};

export const {
  State: VisitState,
  View: Visit,
  Summary: VisitSummary,
} = shapesOf('Visit', state, [
  'status',
  'direction',
  'title',
  'startsOn',
  'endsOn',
  'countries',
  'networkId',
  'activityId',
  'costTotal',
  'reportDueOn',
  'reportedOn',
  'level',
  'objective',
  'departments',
  'themes',
  'classification',
]);

export const visitRelations = isPublic;

export const visits = collection({
  table: 'visit',
  item: VisitSummary,
  relations: visitRelations,
  filters: filtersOf(VisitState, [
    'status',
    'direction',
    'networkId',
    'activityId',
    'projectId',
    'bodyMeetingId',
    'countries',
    'regionalPartners',
    'startsOn',
    'endsOn',
    'reportDueOn',
    'reportedOn',
  ]),
  sorts: { ref: byText('ref'), startsOn: byDay('starts_on'), reportDueOn: byDate('report_due_on') },
  defaultSort: '-startsOn',
  searched: true,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
