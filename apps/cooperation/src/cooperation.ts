import { auditJobs, auditSealed } from '@passerelle/platform/features/audit-trail';
import { textJobs, textsTakenBack } from '@passerelle/platform/features/texts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { agreementLife } from './forum/agreements/agreement.life.js';
import { agreementFacts } from './forum/agreements/agreement.facts.js';
import { AppModule } from './app.module.js';
import { consultationFacts } from './planning/consultations/consultation.facts.js';
import { consultationLife } from './planning/consultations/consultation.life.js';
import { opinionFacts } from './planning/consultations/opinions/opinion.facts.js';
import { opinionLife } from './planning/consultations/opinions/opinion.life.js';
import { dataSharingFacts } from './joint-work/data-sharings/data-sharing.facts.js';
import { dataSharingLife } from './joint-work/data-sharings/data-sharing.life.js';
import { actionFacts } from './forum/decisions/action-item.facts.js';
import { actionLife } from './forum/decisions/action-item.life.js';
import { decisionFacts } from './forum/decisions/decision.facts.js';
import { forumMeetingFacts } from './forum/meetings/forum-meeting.facts.js';
import { meetingLife } from './forum/meetings/forum-meeting.life.js';
import { jointProgrammeFacts } from './joint-work/programmes/joint-programme.facts.js';
import { jointProgrammeLife } from './joint-work/programmes/joint-programme.life.js';
import { workSiteFacts } from './joint-work/programmes/work-site.facts.js';
import { workSiteLife } from './joint-work/programmes/work-site.life.js';
import { jointStudyFacts } from './joint-work/studies/joint-study.facts.js';
import { jointStudyLife } from './joint-work/studies/joint-study.life.js';
import { cooperationPolicy } from './cooperation.policy.js';
import { cooperationMigrations } from './migrations.js';
import { codeLists } from './code-lists.js';
import { componentFacts } from './planning/plans/components/component.facts.js';
import { componentStates } from './planning/plans/component.states.js';
import { noticeFacts } from './planning/plans/notices/notice.facts.js';
import { noticeLife } from './planning/plans/notices/notice.life.js';
import { planFacts } from './planning/plans/plan.facts.js';
import { contactFacts } from './parties/contact-point.facts.js';
import { partyFacts } from './parties/party.facts.js';
import { sentences } from './texts/sentences.js';

/** Objective O1: cooperation with Flanders and Wallonia, and the inter-regional Forum on territorial planning. */
export const cooperation: ServiceDefinition = {
  name: 'cooperation',
  referencePrefix: 'CO',
  module: AppModule,
  settings: ServiceSettings,
  migrations: cooperationMigrations,
  jobs: auditJobs,
  ownerJobs: textJobs(),
  policy: cooperationPolicy,
  sentences,
  codeLists,
  states: {
    actionItems: actionLife.transitions,
    agreements: agreementLife.transitions,
    consultations: consultationLife.transitions,
    dataSharings: dataSharingLife.transitions,
    forumMeetings: meetingLife.transitions,
    jointProgrammes: jointProgrammeLife.transitions,
    jointStudies: jointStudyLife.transitions,
    opinions: opinionLife.transitions,
    planComponents: componentStates,
    planNotices: noticeLife.transitions,
    workSites: workSiteLife.transitions,
  },
  consumes: ['representation'],
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
    ...opinionFacts,
    ...jointStudyFacts,
    ...jointProgrammeFacts,
    ...workSiteFacts,
    ...dataSharingFacts,
    auditSealed,
    textsTakenBack,
  ].map((fact) => fact.kind),
};
