// The meetings of bodies with what they asked for, and the positions defended there. All are of the year 2024; most are examples, as
// their titles say.
import { Known } from './known.ts';
import { isTitled, type Act, type Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';
import type { Represented } from './representation.ts';

interface ListedMeeting {
  /** The acronym of its body. */
  body: string;
  meeting: Body & { title: { fr: string }; startsOn: string };
  acts: Act[];
  followUps: { body: Body & { title: { fr: string } }; acts: Act[] }[];
}

interface ListedPosition {
  /** Its body and first day: `NTCCP 2024-03-14`. */
  meeting?: string;
  position: Body & { title: { fr: string } };
  /** The meetings that it rests on. */
  basedOn?: string[];
  /** An act at a meeting names it. */
  acts: (Act & { meeting?: string })[];
}

/** Returns the meetings by body and first day: `NTCCP 2024-03-14`. */
export async function loadInfluence(loader: Loader, represented: Represented): Promise<Known> {
  const meetings = new Known();
  for (const listed of recordsOf<ListedMeeting>('bodyMeetings'))
    meetings.add(`${listed.body} ${listed.meeting.startsOn}`, await loadMeeting(loader, listed, represented));
  for (const listed of recordsOf<ListedPosition>('positions')) await loadPosition(loader, listed, meetings);
  return meetings;
}

async function loadMeeting(
  loader: Loader,
  { body, meeting, acts, followUps }: ListedMeeting,
  { bodies, mandates }: Represented,
): Promise<string> {
  const bodyId = bodies.idOf(body);
  const query = { bodyId, startsOnFrom: meeting.startsOn, startsOnTo: meeting.startsOn };
  const name = `${body} of ${meeting.startsOn}`;
  const joins = `/bodies/${bodyId}/bodyMeetings`;
  const held = await loader.keep({ path: '/bodyMeetings', query, joins, body: meeting, name });
  const address = `/bodyMeetings/${held.id}`;
  const isClosing = ({ body: { transition } }: Act) => transition === 'close';
  const named = acts.filter((act) => !isClosing(act)).map((act) => withDelegates(act, mandates));
  const performed = await loader.performFromStart(address, held, named);
  for (const { body: terms, acts: done } of followUps) {
    const wanted = { path: '/followUps', query: { bodyMeetingId: held.id }, isIt: isTitled(terms) };
    const item = await loader.keep({ ...wanted, joins: `${address}/followUps`, body: terms, name: terms.title.fr });
    await loader.perform(`/followUps/${item.id}`, item, done);
  }
  // A meeting cannot be closed before what it asked for is done.
  await loader.perform(address, performed, acts.filter(isClosing));
  return held.id;
}

function withDelegates(act: Act, mandates: Known): Act {
  const { delegates } = act.body;
  if (!Array.isArray(delegates)) return act;
  return { ...act, body: { ...act.body, delegates: delegates.map((key) => mandates.idOf(String(key))) } };
}

async function loadPosition(
  loader: Loader,
  { meeting, position, basedOn = [], acts }: ListedPosition,
  meetings: Known,
): Promise<void> {
  const body = {
    ...position,
    ...(meeting === undefined ? {} : { bodyMeetingId: meetings.idOf(meeting) }),
    basedOn: basedOn.map((name) => ({ resource: 'bodyMeetings', id: meetings.idOf(name) })),
  };
  const wanted = { path: '/positions', query: {}, isIt: isTitled(position), body, name: position.title.fr };
  const held = await loader.keep(wanted);
  const named = acts.map(({ meeting: at, ...act }) =>
    at === undefined ? act : { ...act, body: { ...act.body, bodyMeetingId: meetings.idOf(at) } },
  );
  await loader.performFromStart(`/positions/${held.id}`, held, named);
}
