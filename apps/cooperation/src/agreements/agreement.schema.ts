import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate, Period } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { anyOf, byDate, byText, collection, holdsAnyOf, onOrAfter, onOrBefore } from '@passerelle/platform/collections';
import { mergePatch } from '@passerelle/platform/operations';
import { z } from 'zod';
import { agreementRelations } from '../sharing.js';

export const AgreementStatus = z.enum(['draft', 'inForce', 'ended']).meta({ id: 'AgreementStatus' });
export type AgreementStatus = z.infer<typeof AgreementStatus>;

interface Paced {
  readonly tier?: unknown;
  readonly cadence?: unknown;
  readonly countingRule?: unknown;
  readonly monitoredFrom?: unknown;
}

/** A rhythm without a day on which to begin, or the other way round, could be counted by nobody. */
function isWholeRhythm({ tier, cadence, countingRule, monitoredFrom }: Paced): boolean {
  const parts = [tier, cadence, countingRule, monitoredFrom];
  return parts.every((part) => part === undefined) || parts.every((part) => part !== undefined);
}

/**
 * What the parties owe each other, some of it at a rhythm: ministers meet once a year, administrations once a quarter.
 * `calendarPeriod` asks for one meeting in every year or quarter, `rolling` for no gap longer than that.
 */
export const Obligation = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-zA-Z0-9]{1,39}$/),
    text: LocalizedText(3, 1000),
    tier: z.enum(['ministerial', 'administrative']).optional(),
    cadence: z.enum(['P1Y', 'P3M']).optional().describe('Absent where it is owed at no rhythm'),
    countingRule: z.enum(['calendarPeriod', 'rolling']).optional(),
    monitoredFrom: IsoDate.optional().describe(
      'From this day on this register holds the meetings, so that a missing one means something',
    ),
    source: z.string().min(3).max(1000).describe('Where the obligation is written, and how firm that text is'),
  })
  .refine(isWholeRhythm, 'has a rhythm with tier, countingRule and monitoredFrom, or none of them and no cadence')
  .meta({ id: 'Obligation' });
export type Obligation = z.infer<typeof Obligation>;

const terms = {
  title: LocalizedText(3, 300),
  parties: z.array(Party).min(2).max(10).refine(distinct, 'names a party twice'),
  level: TerritorialLevel,
  objective: Objective,
  departments: z.array(CodeOf('departments')).min(1).max(20).refine(distinct, 'names a department twice'),
  obligations: z
    .array(Obligation)
    .max(20)
    .refine((list) => distinct(list.map(({ code }) => code)), 'uses a code twice'),
  validity: Period.optional().describe('For which the agreement itself says that it holds'),
  source: Text(3, 1000),
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

export const AgreementChange = mergePatch(z.strictObject(terms)).meta({ id: 'AgreementChange' });
export type AgreementChange = Partial<NewAgreement>;

export const Signature = z.strictObject({ on: IsoDate }).meta({ id: 'Signature' });
export type Signature = z.infer<typeof Signature>;

export const Termination = z.strictObject({ on: IsoDate, reason: LocalizedText(3, 1000) }).meta({ id: 'Termination' });
export type Termination = z.infer<typeof Termination>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  status: AgreementStatus,
  ...terms,
  signedOn: IsoDate.optional(),
  endedOn: IsoDate.optional(),
  endReason: LocalizedText(3, 1000).optional(),
};

/** The whole agreement, as facts carry it. */
export const AgreementState = z.object(state).meta({ id: 'AgreementState' });
export const Agreement = z.object({ href: z.url(), ...state }).meta({ id: 'Agreement' });

const { id, ref, version, status, title, parties, level, signedOn, endedOn, classification } = state;
export const AgreementSummary = z
  .object({ href: z.url(), id, ref, version, status, title, parties, level, signedOn, endedOn, classification })
  .meta({ id: 'AgreementSummary' });

export const agreements = collection({
  table: 'agreement',
  item: AgreementSummary,
  relations: agreementRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    status: anyOf('status', AgreementStatus),
    level: anyOf('level', TerritorialLevel),
    party: holdsAnyOf('parties', Party),
    signedOnFrom: onOrAfter('signed_on'),
    signedOnTo: onOrBefore('signed_on'),
  },
  sorts: { ref: byText('ref'), signedOn: byDate('signed_on') },
  defaultSort: 'ref',
  searched: true,
});
export type AgreementQuery = z.infer<typeof agreements.query>;
