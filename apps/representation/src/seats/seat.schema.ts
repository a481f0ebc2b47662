import { Classification } from '@passerelle/domain/classification';
import { Departments } from '@passerelle/domain/department';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byText, collection, embed, filtersOf, isSet } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic, under } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { bodyRegistered } from '../bodies/body.facts.js';
import { Rotation } from './rotation.js';

export const SeatStatus = z.enum(['active', 'ended']).meta({ id: 'SeatStatus' });
export type SeatStatus = z.infer<typeof SeatStatus>;

const terms = {
  holder: OrganisationRef.describe('The owner of the seat: often the Region or the State, not the agency that attends'),
  holderKind: CodeOf('holderKinds'),
  councilCategory: z
    .int()
    .min(1)
    .max(6)
    .optional()
    .describe(
      'How Belgium composes its delegation to the Council: one of the six categories of 8 March 1994, as amended on 13 February 2003',
    ),
  rotation: Rotation.optional().describe('The turn in which this seat is given, if the federated entities share it'),
  since: IsoDate.optional().describe(
    'The first day on which its owner had it; where that is not known, its vacancy is not either, outside a turn',
  ),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  source: MultilineText(3, 1000).describe('Where this is written, and how it was obtained'),
};

const state = {
  status: SeatStatus,
  bodyId: z.uuid(),
  classification: Classification.describe('Copied from the body'),
  ...terms,
  endedOn: IsoDate.optional().describe('The first day on which its owner had it no longer'),
  heldFrom: IsoDate.optional().describe(
    'The first day on which it must be filled by the Region: of its turn, or since when its owner has it',
  ),
  heldTo: IsoDate.optional().describe('The first day on which it must not be any more'),
  vacantSince: IsoDate.optional().describe('The first day of its vacancy; absent while it has a full member in office'),
};

const asBody = 'That of the body by default';

export const NewSeat = z
  .strictObject({
    ...terms,
    level: TerritorialLevel.optional().describe(asBody),
    objective: Objective.optional().describe(asBody),
  })
  .meta({ id: 'NewSeat' });
export type NewSeat = z.infer<typeof NewSeat>;

/** What a change may touch, whole. */
export const SeatTerms = z.strictObject(terms);
export const SeatChange = mergePatch(SeatTerms).meta({ id: 'SeatChange' });
export type SeatChange = Patch<z.infer<typeof SeatTerms>>;

/** The day of an act that ends the seat. */
export const SeatEnd = z
  .strictObject({ on: IsoDate.describe('The first day on which its owner has it no longer') })
  .meta({ id: 'SeatEnd' });
export type SeatEnd = z.infer<typeof SeatEnd>;

/** The whole seat, as its facts carry it; its mandates are separate records with their own facts. */
export const {
  State: SeatState,
  View: Seat,
  Summary: SeatSummary,
} = shapesOf('Seat', state, [
  'status',
  'bodyId',
  'holder',
  'holderKind',
  'councilCategory',
  'rotation',
  'level',
  'departments',
  'endedOn',
  'vacantSince',
]);

/** Visible with its body, which decides; the copied classification is for those who read its facts. */
export const seatRelations = under('body', 'body_id', isPublic);

export const seats = collection({
  table: 'seat',
  item: SeatSummary,
  relations: seatRelations,
  filters: {
    ...filtersOf(SeatState, ['status', 'bodyId', 'holderKind', 'vacantSince']),
    vacant: isSet('vacant_since', 'Whether it has no full member in office.'),
  },
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
  embeds: { body: embed('bodyId', 'body', bodyRegistered, 'Body', isPublic) },
});
