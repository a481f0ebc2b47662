// The records of the example year by the names that the hand's sheets give them: `NTCCP seat 1`, `NTCCP 2024-03-14`,
// `<meeting>: <title of the follow-up>`, `METREX board`, `METREX 2024`, and `<title> #2` for an interest; all others by their title.
import type { HttpClient } from '@passerelle/testing/door';

interface Listed {
  readonly id: string;
  readonly bodyId: string;
  readonly bodyMeetingId: string;
  readonly acronym: string;
  readonly networkId: string;
  readonly role: string;
  readonly year: number;
  readonly startsOn: string;
  readonly title: { readonly en: string };
}

/** Names by subject: `seats/<id>`. */
export async function namesOf(ask: HttpClient): Promise<ReadonlyMap<string, string>> {
  const list = async (resource: string): Promise<Listed[]> => {
    const headers = { 'accept-language': 'en' };
    return (await ask('GET', `/v1/${resource}?sort=ref&pageSize=200`, { headers })).body.items;
  };
  const acronyms = new Map((await list('bodies')).map(({ id, acronym }) => [id, acronym]));
  const acronymOf = ({ bodyId }: Listed): string => acronyms.get(bodyId) ?? '';
  const names = new Map<string, string>();
  const places = new Map<string, number>();
  for (const seat of await list('seats')) {
    const place = (places.get(seat.bodyId) ?? 0) + 1;
    places.set(seat.bodyId, place);
    names.set(`seats/${seat.id}`, `${acronymOf(seat)} seat ${place}`);
  }
  for (const meeting of await list('bodyMeetings'))
    names.set(`bodyMeetings/${meeting.id}`, `${acronymOf(meeting)} ${meeting.startsOn}`);
  for (const { id, bodyMeetingId, title } of await list('followUps'))
    names.set(`followUps/${id}`, `${names.get(`bodyMeetings/${bodyMeetingId}`)}: ${title.en}`);
  for (const resource of titled)
    for (const { id, title } of await list(resource)) names.set(`${resource}/${id}`, title.en);
  for (const { id, acronym } of await list('projects')) names.set(`projects/${id}`, acronym);
  const networks = new Map((await list('networks')).map(({ id, acronym }) => [id, acronym]));
  for (const { id, networkId, role } of await list('offices'))
    names.set(`offices/${id}`, `${networks.get(networkId)} ${role}`);
  for (const { id, networkId, year } of await list('membershipYears'))
    names.set(`membershipYears/${id}`, `${networks.get(networkId)} ${year}`);
  return names;
}

const titled = ['positions', 'plans', 'activities', 'visits', 'visibility', 'practices'];

interface Counted {
  readonly subject: string;
  readonly key: string;
}

/** The name of what a contribution is about: its record, or an item of that record. */
export function nameIn(names: ReadonlyMap<string, string>, { subject, key }: Counted): string {
  const [, , place] = key.split('/');
  const name = recordIn(names, { subject });
  return place === undefined ? name : `${name} #${place}`;
}

export const recordIn = (names: ReadonlyMap<string, string>, { subject }: Pick<Counted, 'subject'>): string =>
  names.get(subject) ?? subject;

/** The name of a key that several records can share: a plan, a project, a meeting, or the code of a country or a department. */
export const keyIn = (names: ReadonlyMap<string, string>, { key }: Pick<Counted, 'key'>): string =>
  names.get(key.replace(/^plan\//, 'plans/')) ?? names.get(`projects/${key}`) ?? key;
