import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';
import { Interest } from './interest.schema.js';
import { Intervention, mostInterventions } from './position-acts.schema.js';
import { Ground, mostGrounds, PositionState } from './position.schema.js';

// One interest, from the wish to the adopted text, in one read.

/** Of a meeting or a record that the reader may not see, the chain has only the id. */
const MeetingName = z
  .object({ ref: HumanReference, title: LocalizedText(3, 300), startsOn: IsoDate, bodyAcronym: Text(1, 40) })
  .meta({ id: 'InterventionMeeting', description: 'The meeting, where you may see it' });

/** As its service writes it. */
export const GroundTitle = LocalizedText(1, 300);

const { id, ref, title, status, procedure, agendaItem, validatedOn, validatedBy, publishedOn, publishedAt } =
  PositionState.shape;
const { coordination, regionalOn, regionalResult, belgianOn, belgianForum, belgianResult } = PositionState.shape;

export const InterestChain = z
  .object({
    position: z.object({ href: z.url(), id, ref, title, status }).meta({ id: 'InterestPosition' }),
    interest: Interest,
    procedure,
    agendaItem,
    validatedOn,
    validatedBy,
    coordination,
    regionalOn,
    regionalResult,
    belgianOn,
    belgianForum,
    belgianResult,
    interventions: z
      .array(Intervention.extend({ meeting: MeetingName.optional() }).meta({ id: 'InterestIntervention' }))
      .max(mostInterventions),
    adopted: PositionState.shape.adopted,
    assessedOn: PositionState.shape.assessedOn,
    publishedOn,
    publishedAt,
    basedOn: z
      .array(
        Ground.extend({ ref: HumanReference.optional(), title: GroundTitle.optional() }).meta({
          id: 'InterestGround',
          description: 'A record that the position rests on, by name where it is known',
        }),
      )
      .max(mostGrounds),
  })
  .meta({ id: 'InterestChain', description: 'One interest of a position, with all that led to what became of it' });
