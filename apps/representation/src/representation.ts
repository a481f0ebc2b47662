import { referenceLists } from '@passerelle/domain/reference-list';
import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { AppModule } from './app.module.js';
import { bodyFacts } from './bodies/body.facts.js';
import { representationMigrations } from './migrations.js';
import { personFacts } from './people/person.facts.js';
import { personLife } from './people/person.life.js';
import { representationPolicy } from './representation.policy.js';
import { mandateFacts } from './seats/mandate.facts.js';
import { mandateLife } from './seats/mandate.life.js';
import { seatFacts } from './seats/seat.facts.js';
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
  codeLists: referenceLists('bodyFamilies', 'departments', 'holderKinds', 'legalGrounds', 'mandateRoles'),
  states: { mandates: mandateLife.transitions, people: personLife.transitions },
  facts: [...bodyFacts, ...seatFacts, ...mandateFacts, ...personFacts, auditSealed, textsTakenBack].map(
    (fact) => fact.kind,
  ),
};
