import { auditSealed } from '@passerelle/platform/audit';
import { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { agreementStates } from './agreements/agreement.states.js';
import { agreementFacts } from './agreements/agreement.facts.js';
import { AppModule } from './app.module.js';
import { dataSharingFacts } from './data-sharings/data-sharing.facts.js';
import { sharingStates } from './data-sharings/data-sharing.states.js';
import { meetingStates } from './forum-meetings/forum-meeting.states.js';
import { forumMeetingFacts } from './forum-meetings/forum-meeting.facts.js';
import { jointProgrammeFacts } from './joint-programmes/joint-programme.facts.js';
import { programmeStates } from './joint-programmes/joint-programme.states.js';
import { workSiteFacts } from './joint-programmes/work-site.facts.js';
import { workSiteStates } from './joint-programmes/work-site.states.js';
import { jointStudyFacts } from './joint-studies/joint-study.facts.js';
import { studyStates } from './joint-studies/joint-study.states.js';
import { cooperationPolicy } from './cooperation.policy.js';
import { cooperationMigrations } from './migrations.js';

/** Objective O1: cooperation with Flanders and Wallonia, and the inter-regional Forum on territorial planning. */
export const cooperation: ServiceDefinition = {
  name: 'cooperation',
  referencePrefix: 'CO',
  module: AppModule,
  settings: ServiceSettings,
  migrations: cooperationMigrations,
  policy: cooperationPolicy,
  states: {
    agreements: agreementStates,
    forumMeetings: meetingStates,
    jointStudies: studyStates,
    jointProgrammes: programmeStates,
    workSites: workSiteStates,
    dataSharings: sharingStates,
  },
  facts: [
    ...agreementFacts,
    ...forumMeetingFacts,
    ...jointStudyFacts,
    ...jointProgrammeFacts,
    ...workSiteFacts,
    ...dataSharingFacts,
    auditSealed,
  ].map((fact) => fact.kind),
};
