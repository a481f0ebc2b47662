import { auditSealed } from '@passerelle/platform/audit';
import { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { agreementStates } from './agreements/agreement.states.js';
import { agreementFacts } from './agreements/agreement.facts.js';
import { AppModule } from './app.module.js';
import { actionFacts } from './decisions/action-item.facts.js';
import { actionStates } from './decisions/action-item.states.js';
import { decisionFacts } from './decisions/decision.facts.js';
import { meetingStates } from './forum-meetings/forum-meeting.states.js';
import { forumMeetingFacts } from './forum-meetings/forum-meeting.facts.js';
import { cooperationPolicy } from './cooperation.policy.js';
import { cooperationMigrations } from './migrations.js';
import { contactFacts } from './parties/contact-point.facts.js';
import { partyFacts } from './parties/party.facts.js';

/** Objective O1: cooperation with Flanders and Wallonia, and the inter-regional Forum on territorial planning. */
export const cooperation: ServiceDefinition = {
  name: 'cooperation',
  referencePrefix: 'CO',
  module: AppModule,
  settings: ServiceSettings,
  migrations: cooperationMigrations,
  policy: cooperationPolicy,
  states: { agreements: agreementStates, forumMeetings: meetingStates, actionItems: actionStates },
  facts: [
    ...agreementFacts,
    ...forumMeetingFacts,
    ...decisionFacts,
    ...actionFacts,
    ...partyFacts,
    ...contactFacts,
    auditSealed,
  ].map((fact) => fact.kind),
};
