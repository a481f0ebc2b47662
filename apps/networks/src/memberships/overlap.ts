import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { isUniqueViolation } from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { membershipOverlaps } from './membership.entity.js';

const indexes = ['membership_holder_name', 'membership_holder_wikidata'];

/** The unique indexes decide between concurrent memberships (N1), whatever each transaction has read before. */
export function refuseOverlap(error: unknown, holder: OrganisationRef): never {
  const overlaps = indexes.some((index) => isUniqueViolation(error, index));
  throw overlaps ? refusal(membershipOverlaps, { holder: holder.name }) : error;
}
