import { Classification } from '@passerelle/domain/classification';
import { Departments } from '@passerelle/domain/department';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';

import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import type { ActContext } from '@passerelle/platform/features/lives';
import { missingPermission, refusal } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';

// Joint work (studies, programmes, data sharings) has the same descriptive fields and the same dates, and each region
// acts in it for itself.

/** Fields of every joint record: its place in the strategy, its visibility and its source. */
export const commonTerms = {
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments,
  classification: Classification,
  source: MultilineText(3, 1000).describe('Where this is written, and how it was obtained'),
};

/** The same fields when a record is registered. */
export const newTerms = {
  ...commonTerms,
  objective: Objective.default('O1'),
  departments: commonTerms.departments.default([]),
  classification: Classification.default('internal'),
};

/** An organisation that carries out the work, and its region if it is one of the four. */
export const JointPartner = z
  .strictObject({ organisation: OrganisationRef, party: Party.optional() })
  .meta({ id: 'JointPartner', description: 'An organisation that carries out the work, and its region' });
export type JointPartner = z.infer<typeof JointPartner>;

/** An act on a joint record, with the day on which it took place. */
export const JointAct = z
  .strictObject({ on: IsoDate.describe('The day of the act'), reason: LocalizedMultilineText(3, 500).optional() })
  .meta({ id: 'JointAct' });
export type JointAct = z.infer<typeof JointAct>;

/** An act that needs a reason, because it could not be understood later without one. */
export const JointEnd = z
  .strictObject({ on: IsoDate.describe('The day of the act'), reason: LocalizedMultilineText(3, 500) })
  .meta({ id: 'JointEnd' });
export type JointEnd = z.infer<typeof JointEnd>;

/** Another region acts for itself only; the home region may record the acts of all. */
export function refuseForAnother({ side }: ActContext, party: string | undefined): void {
  if (side !== undefined && side !== party) throw refusal(missingPermission);
}
