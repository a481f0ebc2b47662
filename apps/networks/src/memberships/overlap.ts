import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { isUniqueViolation } from '@passerelle/platform/database';
import { refuse } from '@passerelle/platform/problems';
import { membershipOverlaps } from './membership.entity.js';

const indexes = ['membership_holder_name', 'membership_holder_wikidata'];

/** The indexes decide (N1): of memberships that begin together one wins, whatever each of them has seen before. */
export function refuseOverlap(error: unknown, holder: OrganisationRef): never {
  const overlaps = indexes.some((index) => isUniqueViolation(error, index));
  throw overlaps ? refuse(membershipOverlaps, { holder: holder.name }) : error;
}
