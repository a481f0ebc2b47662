import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import type { By } from '@passerelle/platform/database';
import { missingPermission, refuse } from '@passerelle/platform/problems';
import { z } from 'zod';

// What regions make or share together (studies, programmes, data) is described alike, dated alike, and each region acts in
// it for itself.

/** What every such record says of its place in the strategy, of who may know it and of where it is written. */
export const frame = {
  level: TerritorialLevel,
  objective: Objective,
  departments: z.array(CodeOf('departments')).max(20).refine(distinct, 'names a department twice'),
  classification: Classification,
  source: Text(3, 1000).describe('Where this is written, and how it was read'),
};

/** The same where a record is registered. */
export const newFrame = {
  ...frame,
  objective: Objective.default('O1'),
  departments: frame.departments.default([]),
  classification: Classification.default('internal'),
};

/** Who carries the work, and for which region where it is one of the four. */
export const JointPartner = z
  .strictObject({ organisation: OrganisationRef, party: Party.optional() })
  .meta({ id: 'JointPartner' });
export type JointPartner = z.infer<typeof JointPartner>;

/** An act in the life of a joint record, and the day on which it took place. */
export const JointAct = z
  .strictObject({ on: IsoDate, reason: LocalizedText(3, 500).optional() })
  .meta({ id: 'JointAct' });
export type JointAct = z.infer<typeof JointAct>;

/** An act that nobody understands later without its reason. */
export const JointEnd = z.strictObject({ on: IsoDate, reason: LocalizedText(3, 500) }).meta({ id: 'JointEnd' });
export type JointEnd = z.infer<typeof JointEnd>;

/** Another region speaks for itself alone; the region that keeps this register writes down what any of them did. */
export function refuseForAnother({ actor: { side } }: By, party: string | undefined): void {
  if (side !== undefined && side !== party) throw refuse(missingPermission);
}
