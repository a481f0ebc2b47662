// One record of every kind in every collection, registered by the region's own editor through the operations themselves.
import type { OperationClient } from '@passerelle/testing/start-app';
import { auditor } from '@passerelle/testing/start-app';
import type { Kind } from './principals.ts';

/** Ids by the name of the parameter that carries them: `agreementId`. */
export type Ids = Readonly<Record<string, string>>;
export type Records = Readonly<Record<string, Readonly<Partial<Record<Kind, Ids>>>>>;

/** Registers a record or performs an act, and returns the record's id. */
type Register = (subject: string, body: object, path?: Ids) => Promise<string>;
/** The body that the documentation gives for an operation. */
export type ExampleOf = (operation: string) => object;

interface Maker {
  readonly register: Register;
  readonly exampleOf: ExampleOf;
  /** The id of the first record of a list. */
  readonly first: (subject: string, query: Readonly<Record<string, readonly string[]>>) => Promise<string>;
}

const classificationOf = (kind: Kind): string => (kind === 'public' || kind === 'restricted' ? kind : 'internal');

const partiesOf: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  public: ['BE-BRU', 'X-BE-DG'],
  withFlanders: ['BE-BRU', 'BE-VLG'],
  withWallonia: ['BE-BRU', 'BE-WAL'],
  restricted: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
};

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
  if (kind === 'restricted') await register('cooperation.plans.change', { classification: 'restricted' }, { planId });
  const procedureStepId = await first('cooperation.procedure-steps.list', { planId: [planId] });
  return { planId, planComponentId, planNoticeId, procedureStepId };
}

async function cooperation(maker: Maker, kind: Kind): Promise<Ids> {
  const { register, exampleOf } = maker;
  const terms = { ...exampleOf('registerAgreement'), classification: classificationOf(kind), parties: partiesOf[kind] };
  const agreementId = await register('cooperation.agreements.register', terms);
  const plan = { agreementId, tier: 'administrative', scheduledOn: '2027-03-01', chairParty: 'BE-VLG' };
  const forumMeetingId = await register('cooperation.forum-meetings.plan', plan);
  return { agreementId, forumMeetingId, ...(await plans(maker, kind)), ...(await jointWork(maker, kind)) };
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

async function networks({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const classification = classificationOf(kind);
  const named = { ...exampleOf('registerNetwork'), acronym: `N${kind}`, classification };
  const networkId = await register('networks.networks.register', named);
  const membership = { ...exampleOf('registerMembership'), classification };
  const membershipId = await register('networks.memberships.register', membership, { networkId });
  for (const [act, on] of [
    ['apply', '2018-01-08'],
    ['admit', '2018-03-01'],
  ] as const)
    await register(`networks.memberships.${act}`, { on }, { membershipId });
  const officeId = await register('networks.offices.nominate', exampleOf('nominateOffice'), { membershipId });
  const activityId = await register('networks.activities.record', { ...exampleOf('recordActivity'), classification });
  return { networkId, membershipId, officeId, activityId };
}

async function projects({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const code = `2021TC16RF${kind.toUpperCase()}`;
  const programmeId = await register('projects.programmes.register', { ...exampleOf('registerProgramme'), code });
  const terms = { ...exampleOf('registerProject'), programmeId, acronym: kind, classification: classificationOf(kind) };
  const projectId = await register('projects.projects.register', terms);
  return { projectId, partnerId: await register('projects.partners.join', exampleOf('joinPartner'), { projectId }) };
}

async function bodies({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const body = { ...exampleOf('registerBody'), classification: classificationOf(kind) };
  const bodyId = await register('representation.bodies.register', body);
  const seatId = await register('representation.seats.register', exampleOf('registerSeat'), { bodyId });
  const mandateId = await register('representation.mandates.propose', exampleOf('proposeMandate'), { seatId });
  return { bodyId, seatId, mandateId };
}

const makers = { cooperation, networks, projects, representation: bodies };

const kindsOf = (service: string): readonly Kind[] =>
  service === 'cooperation'
    ? ['public', 'withFlanders', 'withWallonia', 'restricted']
    : ['public', 'internal', 'restricted'];

export async function registerAll(client: OperationClient, exampleOf: ExampleOf): Promise<Records> {
  const register: Register = async (subject, body, path = {}) => {
    const version = subject.endsWith('.change') ? await versionOf(client, subject, path) : {};
    const answer = await client.call(`rpc.${subject}`, { body, path, ...version });
    if (answer.status > 201) throw new Error(`${subject}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const first: Maker['first'] = async (subject, query) =>
    (await client.call(`rpc.${subject}`, { query })).body.items[0].id;
  const records: Record<string, Partial<Record<Kind, Ids>>> = {};
  for (const [service, make] of Object.entries(makers)) {
    records[service] = {};
    for (const kind of kindsOf(service)) records[service][kind] = await make({ register, exampleOf, first }, kind);
  }
  for (const service of [...Object.keys(makers), 'gateway']) {
    const { body } = await client.call(`rpc.${service}.audit.verify-${service}`, { caller: auditor });
    const trail = { taskId: body.id };
    records[service] = { ...records[service], internal: { ...records[service]?.internal, ...trail } };
  }
  return records;
}

async function versionOf(client: OperationClient, subject: string, path: Ids): Promise<{ ifMatch: string }> {
  const { body } = await client.call(`rpc.${subject.replace(/change$/, 'read')}`, { path });
  return { ifMatch: `"${body.version}"` };
}
