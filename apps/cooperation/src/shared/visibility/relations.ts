import { isPublic, sharedWith, side, under, type Relations } from '@passerelle/platform/access/rights';

/** The relations of a region to a record, besides party: each act of a shared record belongs to one of its sides. */
export type Side = 'chair' | 'author' | 'affected' | 'owner' | 'provider' | 'receiver';

/** An agreement names its parties; the records under it have the visibility of the agreement. */
export const agreementRelations = sharedWith('parties');

/**
 * A record between two regions: the author of the plan and the affected region. Each act belongs to one of these sides.
 */
export const sidesRelations: Relations<Side> = {
  ...isPublic,
  author: side('author_party'),
  affected: side('affected_party'),
};

/**
 * Plans are shared like agreements. The author of a plan that is shared with it records its own acts; a plan that
 * Brussels notes for its own use stays internal to Brussels.
 */
export const planRelations: Relations<Side> = {
  ...sharedWith('parties'),
  author: (party) =>
    `record.party = ${party()} AND (record.classification = 'public' OR (record.classification = 'internal' AND ${party()} = ANY(record.parties)))`,
};

/** Every party reads joint work and acts in it for itself, whether the record is public or not. */
export const jointRelations: Relations<Side> = {
  ...isPublic,
  party: (party) => `record.classification <> 'restricted' AND ${party()} = ANY(record.parties)`,
};

/** Data that one region delivers to another: the provider records the deliveries, the receiver acknowledges them. */
export const exchangeRelations: Relations<Side> = {
  ...jointRelations,
  provider: side('provider'),
  receiver: side('receiver'),
};

/** A party to an agreement takes part in the records under it, even if the agreement is public. */
const ofAgreement = under('agreement', 'agreement_id', jointRelations);
const partyAnd =
  (condition: (party: () => string) => string): Relations<Side>['party'] =>
  (party, subject) =>
    `${condition(party)} AND ${ofAgreement.party?.(party, subject) ?? 'false'}`;

/**
 * A meeting is visible to the readers of its agreement. The region in the chair convenes it and records its minutes.
 */
export const meetingRelations: Relations<Side> = {
  ...ofAgreement,
  chair: partyAnd((party) => `record.chair_party = ${party()}`),
};

/** The region in the chair of a meeting records its decisions. */
export const decisionRelations: Relations<Side> = {
  ...ofAgreement,
  chair: partyAnd(
    (party) => `record.forum_meeting_id IN (SELECT id FROM forum_meeting WHERE chair_party = ${party()})`,
  ),
};

/** The region that owns an action item closes it. */
export const actionRelations: Relations<Side> = {
  ...decisionRelations,
  owner: partyAnd((party) => `record.owner_party = ${party()}`),
};

/** Planning authorities are public; each edits its own entry. */
export const partyRelations: Relations<Side> = { ...isPublic, owner: (party) => `record.code = ${party()}` };

/** Contact points are visible to every region, and to no one else. */
export const contactRelations: Relations<Side> = {
  party: (party) => `${party()} IS NOT NULL`,
  owner: (party) => `record.party = ${party()}`,
};
