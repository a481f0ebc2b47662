import { HumanReference } from '@passerelle/domain/human-reference';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { invalidPeriod, IsoDate, isInOrder, Period } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import {
  anyOf,
  byDate,
  byText,
  collection,
  embed,
  onOrAfter,
  onOrBefore,
  type Filter,
} from '@passerelle/platform/collections';
import { isPublic, under } from '@passerelle/platform/rights';
import { z } from 'zod';
import { bodyRegistered } from '../bodies/body.facts.js';
import { seatRegistered } from '../seats/seat.facts.js';

// Who sits on a seat is a person. The person is a number, kept beside the mandate and shown to the home region alone; no
// fact carries it. For the same reason no act takes a reason: why somebody was suspended or revoked is about a person.

export const MandateStatus = z
  .enum(['proposed', 'active', 'suspended', 'ended', 'revoked'])
  .meta({ id: 'MandateStatus' });
export type MandateStatus = z.infer<typeof MandateStatus>;

export const ActsFor = z
  .enum(['region', 'belgium', 'allBelgianRegions'])
  .meta({ id: 'MandateActsFor', description: 'In whose name the mandate is exercised' });
export type ActsFor = z.infer<typeof ActsFor>;

/** Half-open, as every period; its end belongs on a calendar, which the end of a suspension does not. */
const MandatePeriod = z
  .strictObject({ from: IsoDate, to: IsoDate.optional().meta({ 'x-calendar': 'mandateEnd' }) })
  .refine(isInOrder, invalidPeriod)
  .meta({ id: 'MandatePeriod' });

const terms = {
  role: CodeOf('mandateRoles'),
  actsFor: ActsFor,
  period: MandatePeriod.describe('For which it is given; on which days it was held follows from startedOn and endedOn'),
  appointedBy: OrganisationRef.optional().describe('The authority that appoints, never a person'),
};

const personId = z.uuidv4().describe('Of the person who holds it; shown to the home region alone, and in no fact');

export const NewMandate = z.strictObject({ personId, ...terms }).meta({ id: 'NewMandate' });
export type NewMandate = z.infer<typeof NewMandate>;

/** The day of an act. */
export const MandateAct = z.strictObject({ on: IsoDate }).meta({ id: 'MandateAct' });
export type MandateAct = z.infer<typeof MandateAct>;

/** The day of an act by which the mandate is left. */
export const MandateEnd = z
  .strictObject({ on: IsoDate.describe('The first day on which it is not held any more') })
  .meta({ id: 'MandateEnd' });
export type MandateEnd = z.infer<typeof MandateEnd>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  status: MandateStatus,
  seatId: z.uuid(),
  bodyId: z.uuid().meta({ description: 'That of the seat', 'x-belongs-to': 'bodies' }),
  ...terms,
  startedOn: IsoDate.optional().describe('The first day on which it was held'),
  endedOn: IsoDate.optional().meta({
    description: 'The first day on which it was not held any more, or on which it was dropped',
    'x-calendar': 'mandateEnd',
  }),
  suspensions: z.array(Period).max(1000),
};

/** The whole mandate, as facts carry it: without the person. */
export const MandateState = z.object(state).meta({ id: 'MandateState' });
export const Mandate = z.object({ href: z.url(), ...state, personId: personId.optional() }).meta({ id: 'Mandate' });

const { id, ref, version, status, seatId, bodyId, role, actsFor, period, startedOn, endedOn } = state;
export const MandateSummary = z
  .object({ href: z.url(), id, ref, version, status, seatId, bodyId, role, actsFor, period, startedOn, endedOn })
  .meta({ id: 'MandateSummary' });

/** Read from the mandate's own dates, never from its status: begun, not left, not over, not suspended on that day. */
const heldOn: Filter = {
  schema: IsoDate.optional(),
  sql: (given, bind) => {
    const day = `${bind(given)}::date`;
    const isLaterThanDay = (text: string) => `coalesce((${text})::date > ${day}, true)`;
    return `record.started_on <= ${day} AND coalesce(record.ended_on > ${day}, true)
      AND ${isLaterThanDay(`record.period->>'to'`)}
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(record.suspensions) AS suspension
        WHERE (suspension->>'from')::date <= ${day} AND ${isLaterThanDay(`suspension->>'to'`)})`;
  },
};

/** Seen by whoever sees the record that it belongs to: a classification of its own could lag behind. */
export const mandateRelations = under('body', 'body_id', isPublic);

export const mandates = collection({
  table: 'mandate',
  item: MandateSummary,
  relations: mandateRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    seatId: anyOf('seat_id', z.uuid()),
    bodyId: anyOf('body_id', z.uuid()),
    status: anyOf('status', MandateStatus),
    role: anyOf('role', CodeOf('mandateRoles')),
    actsFor: anyOf('acts_for', ActsFor),
    startedOnFrom: onOrAfter('started_on'),
    startedOnTo: onOrBefore('started_on'),
    heldOn,
  },
  sorts: { ref: byText('ref'), startedOn: byDate('started_on') },
  defaultSort: 'ref',
  embeds: {
    body: embed('bodyId', 'body', bodyRegistered, 'Body', isPublic),
    seat: embed('seatId', 'seat', seatRegistered, 'Seat', under('body', 'body_id', isPublic)),
  },
});
export type MandateQuery = z.infer<typeof mandates.query>;
