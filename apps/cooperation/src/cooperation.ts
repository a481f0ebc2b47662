import { auditSealed } from '@passerelle/platform/audit';
import { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { agreementStates } from './agreements/agreement.states.js';
import { agreementFacts } from './agreements/agreement.facts.js';
import { AppModule } from './app.module.js';
import { consultationFacts } from './consultations/consultation.facts.js';
import { consultationStates } from './consultations/consultation.states.js';
import { opinionStates } from './consultations/opinion.states.js';
import { dataSharingFacts } from './data-sharings/data-sharing.facts.js';
import { sharingStates } from './data-sharings/data-sharing.states.js';
import { actionFacts } from './decisions/action-item.facts.js';
import { actionStates } from './decisions/action-item.states.js';
import { decisionFacts } from './decisions/decision.facts.js';
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
import { componentFacts } from './plans/components/component.facts.js';
import { componentStates } from './plans/components/component.states.js';
import { noticeFacts } from './plans/notices/notice.facts.js';
import { noticeStates } from './plans/notices/notice.states.js';
import { planFacts } from './plans/plan.facts.js';
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
  states: {
    actionItems: actionStates,
    agreements: agreementStates,
    consultations: consultationStates,
    dataSharings: sharingStates,
    forumMeetings: meetingStates,
    jointProgrammes: programmeStates,
    jointStudies: studyStates,
    opinions: opinionStates,
    planComponents: componentStates,
    planNotices: noticeStates,
    workSites: workSiteStates,
  },
  facts: [
    ...agreementFacts,
    ...forumMeetingFacts,
    ...decisionFacts,
    ...actionFacts,
    ...partyFacts,
    ...contactFacts,
    ...planFacts,
    ...componentFacts,
    ...noticeFacts,
    ...consultationFacts,
    ...jointStudyFacts,
    ...jointProgrammeFacts,
    ...workSiteFacts,
    ...dataSharingFacts,
    auditSealed,
  ].map((fact) => fact.kind),
};
