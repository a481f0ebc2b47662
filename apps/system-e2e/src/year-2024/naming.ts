// The records of the example year by the names that the hand's sheet gives them: `NTCCP seat 1`, `NTCCP 2024-03-14`,
// `<meeting>: <title of the follow-up>`, `<title of the position>`, and `<title> #2` for an interest.
import type { HttpClient } from '@passerelle/testing/door';

interface Listed {
  readonly id: string;
  readonly bodyId: string;
  readonly bodyMeetingId: string;
  readonly acronym: string;
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
  for (const { id, title } of await list('positions')) names.set(`positions/${id}`, title.en);
  return names;
}

/** The name of what a contribution is about: its record, or an item of that record. */
export function nameIn(names: ReadonlyMap<string, string>, { subject, key }: { subject: string; key: string }): string {
  const [, , place] = key.split('/');
  const name = names.get(subject) ?? subject;
  return place === undefined ? name : `${name} #${place}`;
}
