import { referenceLists } from '@passerelle/domain/reference-list';
import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { activityFacts } from './activities/activity.facts.js';
import { activityLife } from './activities/activity.life.js';
import { AppModule } from './app.module.js';
import { membershipYearFacts } from './membership-years/membership-year.facts.js';
import { membershipYearLife } from './membership-years/membership-year.life.js';
import { membershipFacts } from './memberships/membership.facts.js';
import { membershipLife } from './memberships/membership.life.js';
import { networksMigrations } from './migrations.js';
import { networksPolicy } from './networks.policy.js';
import { networkFacts } from './networks/network.facts.js';
import { officeFacts } from './offices/office.facts.js';
import { officeLife } from './offices/office.life.js';
import { referencePrefix } from './reference-prefix.js';
import { practiceFacts } from './practices/practice.facts.js';
import { practiceLife } from './practices/practice.life.js';
import { sentences } from './texts/sentences.js';
import { visibilityFacts } from './visibility/visibility.facts.js';
import { visitFacts } from './visits/visit.facts.js';
import { visitLife } from './visits/visit.life.js';

/** Objective O3: active presence in Belgian, European and international networks, and Brussels promoted there. */
export const networks: ServiceDefinition = {
  name: 'networks',
  referencePrefix,
  module: AppModule,
  settings: ServiceSettings,
  migrations: networksMigrations,
  jobs: auditJobs,
  ownerJobs: textJobs(),
  policy: networksPolicy,
  sentences,
  codeLists: referenceLists(
    'territorialLevels',
    'themes',
    'objectives',
    'results',
    'membershipCategories',
    'reviewVerdicts',
    'officeRoles',
    'activityKinds',
    'activityParts',
    'audienceUnits',
    'costKinds',
    'reachUnits',
    'practiceStates',
    'practiceTargets',
    'regionalPartners',
    'visibilityKinds',
    'visitPartnerKinds',
    'visitStates',
  ),
  states: {
    memberships: membershipLife.transitions,
    membershipYears: membershipYearLife.transitions,
    offices: officeLife.transitions,
    activities: activityLife.transitions,
    visits: visitLife.transitions,
    practices: practiceLife.transitions,
  },
  consumes: ['cooperation', 'representation', 'projects'],
  facts: [
    ...networkFacts,
    ...membershipFacts,
    ...membershipYearFacts,
    ...officeFacts,
    ...activityFacts,
    ...visitFacts,
    ...visibilityFacts,
    ...practiceFacts,
    auditSealed,
    textsTakenBack,
  ].map((fact) => fact.kind),
};
