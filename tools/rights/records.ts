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

const classificationOf = (kind: Kind): string => (kind === 'public' || kind === 'restricted' ? kind : 'internal');

const partiesOf: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  public: ['BE-BRU', 'X-BE-DG'],
  withFlanders: ['BE-BRU', 'BE-VLG'],
  withWallonia: ['BE-BRU', 'BE-WAL'],
  restricted: ['BE-BRU', 'BE-VLG', 'BE-WAL'],
};

async function cooperation(register: Register, exampleOf: ExampleOf, kind: Kind): Promise<Ids> {
  if (kind === 'amongRegions') return contacts(register, exampleOf);
  const terms = { ...exampleOf('registerAgreement'), classification: classificationOf(kind), parties: partiesOf[kind] };
  const agreementId = await register('cooperation.agreements.register', terms);
  const meeting = { agreementId, tier: 'administrative', scheduledOn: '2027-03-01', chairParty: 'BE-VLG' };
  return { agreementId, ...(await decided(register, exampleOf, kind, meeting)) };
}

/** A meeting that was held, and what it decided; Flanders is to do something for it, where it is told of it. */
async function decided(register: Register, exampleOf: ExampleOf, kind: Kind, meeting: object): Promise<Ids> {
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
async function contacts(register: Register, exampleOf: ExampleOf): Promise<Ids> {
  const partyId = await register('cooperation.parties.register', exampleOf('registerParty'));
  const contactPointId = await register('cooperation.contact-points.designate', exampleOf('designateContactPoint'), {
    partyId,
  });
  return { partyId, contactPointId };
}

async function networks(register: Register, exampleOf: ExampleOf, kind: Kind): Promise<Ids> {
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

async function projects(register: Register, exampleOf: ExampleOf, kind: Kind): Promise<Ids> {
  const code = `2021TC16RF${kind.toUpperCase()}`;
  const programmeId = await register('projects.programmes.register', { ...exampleOf('registerProgramme'), code });
  const terms = { ...exampleOf('registerProject'), programmeId, acronym: kind, classification: classificationOf(kind) };
  const projectId = await register('projects.projects.register', terms);
  return { projectId, partnerId: await register('projects.partners.join', exampleOf('joinPartner'), { projectId }) };
}

async function bodies(register: Register, exampleOf: ExampleOf, kind: Kind): Promise<Ids> {
  const body = { ...exampleOf('registerBody'), classification: classificationOf(kind) };
  const bodyId = await register('representation.bodies.register', body);
  const seatId = await register('representation.seats.register', exampleOf('registerSeat'), { bodyId });
  const mandateId = await register('representation.mandates.propose', exampleOf('proposeMandate'), { seatId });
  return { bodyId, seatId, mandateId };
}

const makers = { cooperation, networks, projects, representation: bodies };

const kindsOf = (service: string): readonly Kind[] =>
  service === 'cooperation'
    ? ['public', 'withFlanders', 'withWallonia', 'amongRegions', 'restricted']
    : ['public', 'internal', 'restricted'];

export async function registerAll(client: OperationClient, exampleOf: ExampleOf): Promise<Records> {
  const register: Register = async (subject, body, path = {}) => {
    const answer = await client.call(`rpc.${subject}`, { body, path });
    if (answer.status > 201) throw new Error(`${subject}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const records: Record<string, Partial<Record<Kind, Ids>>> = {};
  for (const [service, make] of Object.entries(makers)) {
    records[service] = {};
    for (const kind of kindsOf(service)) records[service][kind] = await make(register, exampleOf, kind);
  }
  const { partyId = '', ...among } = records['cooperation']?.amongRegions ?? {};
  records['cooperation'] = {
    ...records['cooperation'],
    public: { ...records['cooperation']?.public, partyId },
    amongRegions: among,
  };
  for (const service of [...Object.keys(makers), 'gateway']) {
    const { body } = await client.call(`rpc.${service}.audit.verify-${service}`, { caller: auditor });
    const trail = { taskId: body.id };
    records[service] = { ...records[service], internal: { ...records[service]?.internal, ...trail } };
  }
  return records;
}
