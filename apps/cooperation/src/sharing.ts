import { isPublic, sharedWith, side, type Relations } from '@passerelle/platform/rights';

/** Agreements name the regions that are parties to them; what stands under an agreement is shared as the agreement is. */
export const agreementRelations = sharedWith('parties');

/** A record between two regions: who made the plan, and who is affected by it. Each act belongs to one of the two sides. */
export const sidesRelations: Relations = {
  ...isPublic,
  author: side('author_party'),
  affected: side('affected_party'),
};

/**
 * Plans are shared as agreements are. The region that makes a plan tells of it itself, where the plan is shown to it: what
 * Brussels notes of it for its own use stays its own.
 */
export const planRelations: Relations = {
  ...sharedWith('parties'),
  author: (party) =>
    `record.party = ${party()} AND (record.classification = 'public' OR (record.classification = 'internal' AND ${party()} = ANY(record.parties)))`,
};

/** What regions make or share together is open to each of them, and each acts in it for itself, be it public or not. */
export const jointRelations: Relations = {
  ...isPublic,
  party: (party) => `record.classification <> 'restricted' AND ${party()} = ANY(record.parties)`,
};

/** Data that one region gives another: who gives tells of the deliveries, who gets them acknowledges. */
export const exchangeRelations: Relations = {
  ...jointRelations,
  provider: side('provider'),
  receiver: side('receiver'),
};
