import { referenceLists } from '@passerelle/domain/reference-list';
import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { AppModule } from './app.module.js';
import { bodyFacts } from './bodies/body.facts.js';
import { bodyLife } from './bodies/body.life.js';
import { bodyMeetingFacts } from './meetings/body-meeting.facts.js';
import { bodyMeetingLife } from './meetings/body-meeting.life.js';
import { followUpFacts } from './meetings/follow-up.facts.js';
import { followUpLife } from './meetings/follow-up.life.js';
import { representationMigrations } from './migrations.js';
import { personFacts } from './people/person.facts.js';
import { personLife } from './people/person.life.js';
import { positionFacts } from './positions/position.facts.js';
import { positionLife } from './positions/position.life.js';
import { representationPolicy } from './representation.policy.js';
import { mandateFacts } from './seats/mandate.facts.js';
import { mandateLife } from './seats/mandate.life.js';
import { seatFacts } from './seats/seat.facts.js';
import { seatLife } from './seats/seat.life.js';
import { sentences } from './texts/sentences.js';

/** Objective O2: the Region represented and its interests defended in Belgian, European and international bodies. */
export const representation: ServiceDefinition = {
  name: 'representation',
  referencePrefix: 'RP',
  module: AppModule,
  settings: ServiceSettings,
  migrations: representationMigrations,
  jobs: auditJobs,
  ownerJobs: textJobs(),
  policy: representationPolicy,
  sentences,
  codeLists: referenceLists(
    'agendaItemKinds',
    'bodyFamilies',
    'bodyMeetingStates',
    'coordinationLevels',
    'coSignerKinds',
    'departments',
    'holderKinds',
    'interestPriorities',
    'interestUptakes',
    'interventionForms',
    'legalGrounds',
    'mandateRoles',
    'positionStates',
  ),
  states: {
    bodies: bodyLife.transitions,
    seats: seatLife.transitions,
    bodyMeetings: bodyMeetingLife.transitions,
    followUps: followUpLife.transitions,
    mandates: mandateLife.transitions,
    people: personLife.transitions,
    positions: positionLife.transitions,
  },
  consumes: ['cooperation', 'networks', 'projects'],
  facts: [
    ...bodyFacts,
    ...seatFacts,
    ...mandateFacts,
    ...personFacts,
    ...bodyMeetingFacts,
    ...followUpFacts,
    ...positionFacts,
    auditSealed,
    textsTakenBack,
  ].map((fact) => fact.kind),
};
