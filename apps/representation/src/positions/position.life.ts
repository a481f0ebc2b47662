import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { meetingForPosition } from '../meetings/meetings.api.js';
import {
  abstentionWithoutDisagreement,
  belgianConsensusMissing,
  coordinationNotNeeded,
  isAgreed,
  isDisagreed,
  needsBelgium,
  regionalConsensusMissing,
} from './coordination.js';
import {
  Abstention,
  Assessment,
  BelgianCoordination,
  NewIntervention,
  PositionWithdrawal,
  Publication,
  RegionalCoordination,
  Revision,
  Validation,
} from './position-acts.schema.js';
import { interventionsFull, seatWithoutVote, type PositionRecord } from './position.entity.js';
import {
  abstentionExample,
  assessmentExample,
  belgianCoordinationExample,
  interventionExample,
  publicationExample,
  regionalCoordinationExample,
  revisionExample,
  validationExample,
  withdrawalExample,
} from './position.example.js';
import * as facts from './position.facts.js';
import type { PositionStatus } from './position.schema.js';

const act = actsOf<PositionRecord, PositionStatus>();

// It is validated before Belgium coordinates it; an abstention is assessed as a defence is: what the text says of the interest matters.
export const positionLife = new Life({
  validate: act({
    from: ['draft'],
    to: 'validated',
    needs: 'approve',
    summary: 'Record that an authority validated a position',
    asks: Validation,
    does: (position, given, { today }) => position.validate(given, today),
    fact: (position) => facts.positionValidated(position),
    refuses: [languageIncomplete],
    examples: { byTheCabinet: validationExample },
  }),
  revise: act({
    from: ['validated'],
    to: 'draft',
    summary: 'Send a validated position back to a draft; who agreed to it is asked again',
    asks: Revision,
    does: (position, given) => position.revise(given),
    fact: (position) => facts.positionRevised(position),
    refuses: [languageIncomplete],
    examples: { newText: revisionExample },
  }),
  coordinateRegionally: act({
    from: ['draft', 'validated'],
    summary: 'Record what the coordination within the Region gave',
    asks: RegionalCoordination,
    does: (position, given, { today }) => position.coordinateRegionally(given, today),
    fact: (position) => facts.positionCoordinatedRegionally(position),
    examples: { consensus: regionalCoordinationExample },
  }),
  coordinateBelgium: act({
    from: ['validated'],
    summary: 'Record what the Belgian coordination gave, in the DGE or in the CIPE',
    asks: BelgianCoordination,
    isPossible: (position) => needsBelgium(position),
    does: (position, given, { today }) => position.coordinateBelgium(given, today),
    fact: (position) => facts.positionCoordinatedInBelgium(position),
    refuses: [coordinationNotNeeded],
    examples: { consensus: belgianCoordinationExample },
  }),
  defend: act({
    from: ['validated', 'defended'],
    to: 'defended',
    summary: 'Record an intervention that defends a position',
    asks: NewIntervention,
    isPossible: (position) => isAgreed(position) && !position.hasNoRoom(),
    does: async (position, given, { tx, today }) => {
      const { bodyMeetingId: id } = given;
      position.defend(given, id === undefined ? undefined : await meetingForPosition(tx, id), today);
    },
    fact: (position) => facts.positionDefended(position),
    refuses: [belgianConsensusMissing, regionalConsensusMissing, seatWithoutVote, interventionsFull],
    examples: { inWriting: interventionExample },
  }),
  abstain: act({
    from: ['validated'],
    to: 'abstained',
    summary: 'Record that Belgium abstained, as there was no Belgian consensus',
    asks: Abstention,
    isPossible: (position) => isDisagreed(position),
    does: (position, given, { today }) => position.abstain(given, today),
    fact: (position) => facts.positionAbstained(position),
    refuses: [abstentionWithoutDisagreement],
    examples: { atTheMeeting: abstentionExample },
  }),
  assess: act({
    from: ['defended', 'abstained', 'assessed'],
    to: 'assessed',
    another: ['draft', 'change'],
    summary: 'Record what became of each interest, for somebody else than who drafted or last changed it',
    description: 'An assessment may be repeated: it replaces the one before, whole.',
    asks: Assessment,
    does: (position, given, { today }) => position.assess(given, today),
    fact: (position) => facts.positionAssessed(position),
    examples: { partlyTakenUp: assessmentExample },
  }),
  publish: act({
    from: ['validated', 'defended', 'abstained', 'assessed'],
    summary: 'Record that a position was published, and where',
    asks: Publication,
    does: (position, given, { today }) => position.publishAt(given, today),
    fact: (position) => facts.positionPublished(position),
    examples: { onTheSite: publicationExample },
  }),
  withdraw: act({
    from: ['draft', 'validated'],
    to: 'withdrawn',
    summary: 'Withdraw a position before it is defended',
    asks: PositionWithdrawal,
    does: (position, given) => position.withdraw(given),
    fact: (position) => facts.positionWithdrawn(position),
    refuses: [languageIncomplete],
    examples: { overtaken: withdrawalExample },
  }),
});
