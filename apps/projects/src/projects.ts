import { referenceLists } from '@passerelle/domain/reference-list';
import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { AppModule } from './app.module.js';
import { projectsMigrations } from './migrations.js';
import { partnerFacts } from './projects/partners/partner.facts.js';
import { partnerLife } from './projects/partners/partner.life.js';
import { programmeFacts } from './programmes/programme.facts.js';
import { projectsPolicy } from './projects.policy.js';
import { projectFacts } from './projects/project.facts.js';
import { projectLife } from './projects/project.life.js';
import { sentences } from './texts/sentences.js';

/** Objective O4: projects with partners elsewhere, under European, inter-regional and bilateral programmes. */
export const projects: ServiceDefinition = {
  name: 'projects',
  referencePrefix: 'PJ',
  module: AppModule,
  settings: ServiceSettings,
  migrations: projectsMigrations,
  jobs: auditJobs,
  ownerJobs: textJobs(),
  policy: projectsPolicy,
  sentences,
  codeLists: referenceLists('fundingModes', 'partnerRoles', 'partnerTypes', 'countries'),
  states: { projects: projectLife.transitions, partners: partnerLife.transitions },
  facts: [...programmeFacts, ...projectFacts, ...partnerFacts, auditSealed, textsTakenBack].map((fact) => fact.kind),
};
