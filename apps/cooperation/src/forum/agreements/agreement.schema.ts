import { Departments } from '@passerelle/domain/department';
import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate, Period } from '@passerelle/domain/period';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { agreementRelations } from '../../shared/visibility/relations.js';

export const AgreementStatus = z.enum(['draft', 'inForce', 'ended']).meta({ id: 'AgreementStatus' });
export type AgreementStatus = z.infer<typeof AgreementStatus>;

interface Paced {
  readonly tier?: unknown;
  readonly cadence?: unknown;
  readonly countingRule?: unknown;
  readonly monitoredFrom?: unknown;
}

/** A cadence without a first day, or a first day without a cadence, cannot be monitored. */
function isWholeRhythm({ tier, cadence, countingRule, monitoredFrom }: Paced): boolean {
  const parts = [tier, cadence, countingRule, monitoredFrom];
  return parts.every((part) => part === undefined) || parts.every((part) => part !== undefined);
}

/**
 * What the parties owe each other, some of it at a cadence: ministers meet once a year, administrations once a quarter.
 * `calendarPeriod` requires one meeting in every year or quarter, `rolling` no gap longer than that.
 */
export const Obligation = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z][a-zA-Z0-9]{1,39}$/)
      .describe('Names it within the agreement'),
    text: LocalizedMultilineText(3, 1000),
    tier: z.enum(['ministerial', 'administrative']).optional().describe('Who must meet'),
    cadence: z.enum(['P1Y', 'P3M']).optional().describe('Absent for an obligation without a cadence'),
    countingRule: z
      .enum(['calendarPeriod', 'rolling'])
      .optional()
      .describe('A meeting in each calendar period, or no gap longer than one'),
    monitoredFrom: IsoDate.optional().describe(
      'The register records the meetings from this day on; only later gaps count as missed',
    ),
    source: MultilineText(3, 1000).describe('Where the obligation is written, and how binding that text is'),
  })
  .refine(isWholeRhythm, 'must have a cadence with tier, countingRule and monitoredFrom, or none of the four')
  .meta({ id: 'Obligation', description: 'What the parties owe each other' });
export type Obligation = z.infer<typeof Obligation>;

const terms = {
  title: LocalizedText(3, 300),
  parties: z.array(Party).min(2).max(10).refine(distinct, 'must not name a party twice'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  obligations: z
    .array(Obligation)
    .max(20)
    .refine((list) => distinct(list.map(({ code }) => code)), 'must not use a code twice'),
  validity: Period.optional().describe('The period for which the agreement itself says that it is valid'),
  source: MultilineText(3, 1000).describe('Where this is written'),
  classification: Classification,
};

export const NewAgreement = z
  .strictObject({
    ...terms,
    obligations: terms.obligations.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewAgreement' });
export type NewAgreement = z.infer<typeof NewAgreement>;

/** What a change may touch, whole. */
export const AgreementTerms = z.strictObject(terms);
export const AgreementChange = mergePatch(AgreementTerms).meta({ id: 'AgreementChange' });
export type AgreementChange = Patch<z.infer<typeof AgreementTerms>>;

export const Signature = z.strictObject({ on: IsoDate.describe('The day of the signature') }).meta({ id: 'Signature' });
export type Signature = z.infer<typeof Signature>;

export const Termination = z
  .strictObject({ on: IsoDate.describe('The day of the end'), reason: LocalizedMultilineText(3, 1000) })
  .meta({ id: 'Termination' });
export type Termination = z.infer<typeof Termination>;

const state = {
  status: AgreementStatus,
  ...terms,
  signedOn: IsoDate.optional(),
  endedOn: IsoDate.optional(),
  endReason: LocalizedMultilineText(3, 1000).optional(),
};

export const {
  State: AgreementState,
  View: Agreement,
  Summary: AgreementSummary,
} = shapesOf('Agreement', state, ['status', 'title', 'parties', 'level', 'signedOn', 'endedOn', 'classification']);

export const agreements = collection({
  table: 'agreement',
  item: AgreementSummary,
  relations: agreementRelations,
  filters: filtersOf(AgreementState, ['status', 'parties', 'signedOn']),
  sorts: { ref: byText('ref'), signedOn: byDate('signed_on') },
  defaultSort: 'ref',
  searched: true,
});
