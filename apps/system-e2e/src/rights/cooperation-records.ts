// One record of every kind in every collection of cooperation.
import { approver } from '@passerelle/testing/start-app';
import type { Ids, Maker } from './maker.ts';
import { classificationOf, named, type Kind } from './regions.ts';

const partiesOf: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  public: ['BE-BRU', 'X-BE-DG'],
  withFlanders: ['BE-BRU', 'BE-VLG'],
  withWallonia: ['BE-BRU', 'BE-WAL'],
  restricted: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
};

export async function cooperation(maker: Maker, kind: Kind): Promise<Ids> {
  if (kind === 'amongRegions') return contacts(maker);
  const { register, exampleOf } = maker;
  const terms = { ...exampleOf('registerAgreement'), classification: classificationOf(kind), parties: partiesOf[kind] };
  const agreementId = await register('cooperation.agreements.register', terms);
  const meeting = { agreementId, tier: 'administrative', scheduledOn: '2027-03-01', chairParty: 'BE-VLG' };
  const planned = await plans(maker, kind);
  const consulted = await consultations(maker, kind, planned);
  // A restricted plan has no notice and no consultation: it becomes restricted afterwards.
  if (kind === 'restricted')
    await register('cooperation.plans.change', { classification: 'restricted' }, { planId: planned['planId'] ?? '' });
  return {
    agreementId,
    ...planned,
    ...consulted,
    ...(await decided(maker, kind, meeting)),
    ...(await jointWork(maker, kind)),
  };
}

/** Between Brussels and the author or an addressee of the plan, up to the opinion. */
async function consultations(
  { register, exampleOf }: Maker,
  kind: Kind,
  { planId, planComponentId }: Ids,
): Promise<Ids> {
  const source = 'made for this test';
  const affectedParty = affectedBy(kind);
  const notice = { ...exampleOf('sendPlanNotice'), toParties: [affectedParty] };
  const noticeId = await register('cooperation.plan-notices.send', notice, { planId: planId ?? '' });
  const terms = { planId, componentId: planComponentId, noticeId, affectedParty, source };
  const free = { trigger: 'forumAgreement', legalBasis: 'forumAgreement', classification: classificationOf(kind) };
  const consultationId = await register('cooperation.consultations.open', { ...terms, ...free });
  const act = (transition: string, body: object) => {
    const verb = transition.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return register(`cooperation.consultations.${verb}`, { transition, ...body, source }, { consultationId });
  };
  await act('reply', { wish: 'yes' });
  const { dueOn, ...period } = { dueOn: '2027-04-30', startsOn: '2027-03-01', countingRule: 'calendarDaysExclusive' };
  await act('proposeTimeframe', { ...period, dueOn, side: 'author' });
  await act('agreeTimeframe', { dueOn, side: 'affected' });
  const opinion = { ...exampleOf('submitOpinion'), source };
  const opinionId = await register('cooperation.opinions.submit', opinion, { consultationId }, approver);
  return { consultationId, opinionId };
}

/** The region that receives the notice of a plan, and sees the plan from then on. */
const affectedBy = (kind: Kind): string => (kind === 'absent' ? '' : named[kind].affected);

/**
 * Flanders is the author of the plans that it sees, and Wallonia is an addressee of those that it sees; the others are
 * of Brussels.
 */
async function plans({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const ofFlanders = kind === 'withFlanders' ? { planType: 'vlaBrv', party: 'BE-VLG' } : {};
  const terms = { ...exampleOf('registerPlan'), ...ofFlanders, parties: partiesOf[kind] };
  // A restricted plan has no notice: it becomes restricted afterwards.
  const classification = kind === 'public' ? 'public' : 'internal';
  const planId = await register('cooperation.plans.register', { ...terms, classification });
  const part = { ...exampleOf('addPlanComponent'), code: 'another' };
  const planComponentId = await register('cooperation.plan-components.add', part, { planId });
  const step = exampleOf('recordProcedureStep');
  const procedureStepId = await register('cooperation.procedure-steps.record', step, { planComponentId });
  const notice = { ...exampleOf('sendPlanNotice'), toParties: [affectedBy(kind)] };
  const planNoticeId = await register('cooperation.plan-notices.send', notice, { planId });
  return { planId, planComponentId, planNoticeId, procedureStepId };
}

/** A meeting that was held, with a decision; its action item is for Flanders if it can see it. */
async function decided({ register, exampleOf }: Maker, kind: Kind, meeting: object): Promise<Ids> {
  const forumMeetingId = await register('cooperation.forum-meetings.plan', meeting);
  const held = { transition: 'hold', on: '2026-03-02' };
  await register('cooperation.forum-meetings.hold', held, { forumMeetingId });
  const terms = { ...exampleOf('adoptDecision'), adoptedBy: ['BE-BRU'] };
  const decisionId = await register('cooperation.decisions.adopt', terms, { forumMeetingId });
  const ownerParty = kind === 'withFlanders' ? 'BE-VLG' : 'BE-BRU';
  const action = { ...exampleOf('openActionItem'), ownerParty };
  const actionItemId = await register('cooperation.action-items.open', action, { decisionId });
  return { forumMeetingId, decisionId, actionItemId };
}

/** Contact points are visible to every region. The authority itself is public: `registerAll` shows it as public. */
async function contacts({ register, exampleOf }: Maker): Promise<Ids> {
  const partyId = await register('cooperation.parties.register', exampleOf('registerParty'));
  const contactPointId = await register('cooperation.contact-points.designate', exampleOf('designateContactPoint'), {
    partyId,
  });
  return { partyId, contactPointId };
}

/** The first party other than Brussels is the provider: Flanders or Wallonia, if the record is shared with it. */
async function jointWork({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const classification = classificationOf(kind);
  const parties = partiesOf[kind] ?? [];
  const shares = parties.map((party) => ({ party }));
  const study = { ...exampleOf('proposeJointStudy'), shares, classification };
  const jointStudyId = await register('cooperation.joint-studies.propose', study);
  const programme = { ...exampleOf('registerJointProgramme'), parties, classification };
  const jointProgrammeId = await register('cooperation.joint-programmes.register', programme);
  const workSiteId = await register('cooperation.work-sites.propose', exampleOf('proposeWorkSite'), {
    jointProgrammeId,
  });
  const sharing = { ...exampleOf('registerDataSharing'), provider: parties[1], receiver: parties[0], classification };
  const dataSharingId = await register('cooperation.data-sharings.register', sharing);
  return { jointStudyId, jointProgrammeId, workSiteId, dataSharingId };
}
