// One record of every kind in every collection of cooperation.
import { approver } from '@passerelle/testing/start-app';
import { classificationOf, type Ids, type Maker } from './maker.ts';
import type { Kind } from './principals.ts';

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
  // Nobody is told of what is restricted, and nobody consulted: it becomes so afterwards.
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

/** Between Brussels and whom the plan is made by or told to, up to the opinion. */
async function consultations(
  { register, exampleOf }: Maker,
  kind: Kind,
  { planId, planComponentId }: Ids,
): Promise<Ids> {
  const source = 'made for this test';
  const affectedParty = { withFlanders: 'BE-BRU', withWallonia: 'BE-WAL' }[String(kind)] ?? 'X-BE-DG';
  const notice = { ...exampleOf('sendPlanNotice'), toParties: [affectedParty] };
  const noticeId = await register('cooperation.plan-notices.send', notice, { planId: planId ?? '' });
  const terms = { planId, componentId: planComponentId, noticeId, affectedParty, source };
  const free = { trigger: 'forumAgreement', legalBasis: 'forumAgreement', classification: classificationOf(kind) };
  const consultationId = await register('cooperation.consultations.open', { ...terms, ...free });
  const act = (verb: string, body: object) =>
    register(`cooperation.consultations.${verb}`, { ...body, source }, { consultationId });
  await act('reply', { wish: 'yes' });
  const { dueOn, ...period } = { dueOn: '2027-04-30', startsOn: '2027-03-01', countingRule: 'calendarDaysExclusive' };
  await act('propose-timeframe', { ...period, dueOn, side: 'author' });
  await act('agree-timeframe', { dueOn, side: 'affected' });
  const opinion = { ...exampleOf('submitOpinion'), source };
  const opinionId = await register('cooperation.opinions.submit', opinion, { consultationId }, approver);
  return { consultationId, opinionId };
}

/** Flanders makes the plans that it is shown, and Wallonia is told of those that it is shown; the others are of Brussels. */
async function plans({ register, exampleOf, first }: Maker, kind: Kind): Promise<Ids> {
  const ofFlanders = kind === 'withFlanders' ? { planType: 'vlaBrv', party: 'BE-VLG' } : {};
  const terms = { ...exampleOf('registerPlan'), ...ofFlanders, parties: partiesOf[kind] };
  // Nobody is told of what is restricted: it becomes so afterwards.
  const classification = kind === 'public' ? 'public' : 'internal';
  const planId = await register('cooperation.plans.register', { ...terms, classification });
  const part = { ...exampleOf('addPlanComponent'), code: 'another' };
  const planComponentId = await register('cooperation.plan-components.add', part, { planId });
  const step = exampleOf('recordStepOfPlanComponent');
  await register('cooperation.plan-components.record-step-of', step, { planComponentId });
  const notice = { ...exampleOf('sendPlanNotice'), ...(kind === 'withWallonia' ? { toParties: ['BE-WAL'] } : {}) };
  const planNoticeId = await register('cooperation.plan-notices.send', notice, { planId });
  const procedureStepId = await first('cooperation.procedure-steps.list', { planId: [planId] });
  return { planId, planComponentId, planNoticeId, procedureStepId };
}

/** A meeting that was held, and what it decided; Flanders is to do something for it, where it is told of it. */
async function decided({ register, exampleOf }: Maker, kind: Kind, meeting: object): Promise<Ids> {
  const forumMeetingId = await register('cooperation.forum-meetings.plan', meeting);
  await register('cooperation.forum-meetings.hold', { on: '2026-03-02' }, { forumMeetingId });
  const terms = { ...exampleOf('adoptDecision'), adoptedBy: ['BE-BRU'] };
  const decisionId = await register('cooperation.decisions.adopt', terms, { forumMeetingId });
  const ownerParty = kind === 'withFlanders' ? 'BE-VLG' : 'BE-BRU';
  const action = { ...exampleOf('openActionItem'), ownerParty };
  const actionItemId = await register('cooperation.action-items.open', action, { decisionId });
  return { forumMeetingId, decisionId, actionItemId };
}

/** Whom to turn to is told to every region. The authority itself is known to all: `registerAll` shows it as public. */
async function contacts({ register, exampleOf }: Maker): Promise<Ids> {
  const partyId = await register('cooperation.parties.register', exampleOf('registerParty'));
  const contactPointId = await register('cooperation.contact-points.designate', exampleOf('designateContactPoint'), {
    partyId,
  });
  return { partyId, contactPointId };
}

/** The first party that is not Brussels provides what is shared: Flanders or Wallonia, where the record is with them. */
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
