import { isPublic, sharedWith, side, under, type Relations } from '@passerelle/platform/rights';

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

/** A party to an agreement takes part in what is done under it, also where the agreement is open to everybody's eyes. */
const ofAgreement = under('agreement', 'agreement_id', jointRelations);
const partyAnd =
  (condition: (party: () => string) => string): Relations['party'] =>
  (party) =>
    `${condition(party)} AND ${ofAgreement.party?.(party) ?? 'false'}`;

/** A meeting is seen by whoever sees its agreement. The region that chairs it calls it and reports on it. */
export const meetingRelations: Relations = {
  ...ofAgreement,
  chair: partyAnd((party) => `record.chair_party = ${party()}`),
};

/** The region that chairs a meeting reports what was decided there. */
export const decisionRelations: Relations = {
  ...ofAgreement,
  chair: partyAnd(
    (party) => `record.forum_meeting_id IN (SELECT id FROM forum_meeting WHERE chair_party = ${party()})`,
  ),
};

/** The region that took an action upon itself says when it is done. */
export const actionRelations: Relations = {
  ...decisionRelations,
  owner: partyAnd((party) => `record.owner_party = ${party()}`),
};

/** The planning authorities are known to all, and each speaks for itself. */
export const partyRelations: Relations = { ...isPublic, owner: (party) => `record.code = ${party()}` };

/** Whom to turn to in a region is for the regions to know, whichever of them they are, and for nobody else. */
export const contactRelations: Relations = {
  party: (party) => `${party()} IS NOT NULL`,
  owner: (party) => `record.party = ${party()}`,
};
