// One record of every kind in every collection, registered by the region's own editor through the operations
// themselves.
import type { OperationClient } from '@passerelle/testing/start-app';
import { admin, editor } from '@passerelle/testing/start-app';
import { cooperation } from './cooperation-records.ts';
import type { ExampleOf, Ids, Maker, Records, Register } from './maker.ts';
import { classificationOf, type Kind } from './regions.ts';

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
    await register(`networks.memberships.${act}`, { transition: act, on }, { membershipId });
  const year = exampleOf('openMembershipYear');
  const membershipYearId = await register('networks.membership-years.open', year, { membershipId });
  const officeId = await register('networks.offices.nominate', exampleOf('nominateOffice'), { membershipId });
  const activityId = await register('networks.activities.record', { ...exampleOf('recordActivity'), classification });
  const visitId = await register('networks.visits.plan', { ...exampleOf('planVisit'), classification });
  const practice = { ...exampleOf('capturePractice'), visitId, classification };
  const practiceId = await register('networks.practices.capture', practice);
  // Each on a page of its own: an item is recorded once.
  const shown = { ...exampleOf('recordVisibilityItem'), url: `https://summit.example.org/${kind}`, classification };
  const visibilityItemId = await register('networks.visibility.record', shown);
  const ofMembership = { membershipId, membershipYearId, officeId };
  return { networkId, ...ofMembership, activityId, visitId, visibilityItemId, practiceId };
}

async function projects({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const code = `2021TC16RF${kind.toUpperCase()}`;
  const programmeId = await register('projects.programmes.register', { ...exampleOf('registerProgramme'), code });
  const terms = { ...exampleOf('registerProject'), programmeId, acronym: kind, classification: classificationOf(kind) };
  const projectId = await register('projects.projects.register', terms);
  const partnerId = await register('projects.partners.join', exampleOf('joinPartner'), { projectId });
  return { programmeId, projectId, partnerId };
}

async function bodies({ register, exampleOf }: Maker, kind: Kind): Promise<Ids> {
  const body = { ...exampleOf('registerBody'), classification: classificationOf(kind) };
  const bodyId = await register('representation.bodies.register', body);
  const seatId = await register('representation.seats.register', exampleOf('registerSeat'), { bodyId });
  const mandateId = await register('representation.mandates.propose', exampleOf('proposeMandate'), { seatId });
  const personId = await register('representation.people.register', exampleOf('registerPerson'));
  return { bodyId, seatId, mandateId, personId, ...(await influence({ register, exampleOf }, kind, bodyId)) };
}

/** A meeting of a body, what follows it, and a position for its first item; `n` is the position's first interest. */
async function influence({ register, exampleOf }: Maker, kind: Kind, bodyId: string): Promise<Ids> {
  const classification = classificationOf(kind);
  const meeting = { ...exampleOf('announceBodyMeeting'), classification };
  const bodyMeetingId = await register('representation.body-meetings.announce', meeting, { bodyId });
  // Only a meeting at which the Region was present, or another entity spoke for it, asks for something.
  await register('representation.body-meetings.represent', exampleOf('representBodyMeeting'), { bodyMeetingId });
  const followUp = exampleOf('registerFollowUp');
  const followUpId = await register('representation.follow-ups.register', followUp, { bodyMeetingId });
  const position = { ...exampleOf('draftPosition'), bodyMeetingId, classification };
  const positionId = await register('representation.positions.draft', position);
  return { bodyMeetingId, followUpId, positionId, n: '1' };
}

const makers = { cooperation, networks, projects, representation: bodies };

const kindsOf = (service: string): readonly Kind[] =>
  service === 'cooperation'
    ? ['public', 'withFlanders', 'withWallonia', 'amongRegions', 'restricted']
    : ['public', 'internal', 'restricted'];

export async function registerAll(client: OperationClient, exampleOf: ExampleOf): Promise<Records> {
  const register: Register = async (subject, body, path = {}, caller = editor) => {
    const version = subject.endsWith('.change') ? await versionOf(client, subject, path) : {};
    const answer = await client.call(`rpc.${subject}`, { body, path, caller, ...version });
    if (answer.status > 201) throw new Error(`${subject}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const records: Record<string, Partial<Record<Kind, Ids>>> = {};
  for (const [service, make] of Object.entries(makers)) {
    records[service] = {};
    for (const kind of kindsOf(service)) records[service][kind] = await make({ register, exampleOf }, kind);
  }
  // Networks knows the plans of cooperation by their facts, and lists what influenced them.
  for (const kind of ['public', 'restricted'] as const) {
    const { planId = '' } = records['cooperation']?.[kind] ?? {};
    records['networks'] = { ...records['networks'], [kind]: { ...records['networks']?.[kind], planId } };
  }
  const { partyId = '', ...among } = records['cooperation']?.amongRegions ?? {};
  records['cooperation'] = {
    ...records['cooperation'],
    public: { ...records['cooperation']?.public, partyId },
    amongRegions: among,
  };
  const apiKeyId = await register('gateway.api-keys.issue', exampleOf('issueApiKey'), {}, admin);
  const subscriberId = await register('gateway.subscribers.register', exampleOf('registerSubscriber'), {}, admin);
  const calendarFeedId = await register('gateway.calendar-feeds.issue', exampleOf('issueCalendarFeed'));
  records['gateway'] = { internal: { apiKeyId, subscriberId, calendarFeedId } };
  return records;
}

async function versionOf(client: OperationClient, subject: string, path: Ids): Promise<{ ifMatch: string }> {
  const { body } = await client.call(`rpc.${subject.replace(/change$/, 'read')}`, { path });
  return { ifMatch: `"${body.version}"` };
}
