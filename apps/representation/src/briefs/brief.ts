import type { Tx } from '@passerelle/platform/data/database';
import { acronymsOf } from '../bodies/bodies.api.js';
import { meetingToPrepare, openBefore } from '../meetings/open-work.api.js';
import { contactsOf } from '../people/contacts.api.js';
import { positionsOfMeeting, positionsWithProcedures } from '../positions/positions.api.js';
import { delegatesBy } from '../seats/mandates.api.js';

type Meeting = Awaited<ReturnType<typeof meetingToPrepare>>;

/** The brief of a meeting, from the records of four slices; `publicUrl` is where they are read. */
export async function briefOf(tx: Tx, id: string, publicUrl: string): Promise<object> {
  const meeting = await meetingToPrepare(tx, id);
  const { bodyId } = meeting;
  const at = addressesAt(publicUrl);
  const { followUps, reports } = await openBefore(tx, meeting);
  return {
    self: `${publicUrl}/v1/bodyMeetings/${id}/brief`,
    meeting: { ...at('bodyMeetings', meeting), bodyAcronym: (await acronymsOf(tx, [bodyId])).get(bodyId) },
    ...(await subjectsOf(tx, meeting, at)),
    delegates: await delegatesOf(tx, meeting, at),
    followUps: followUps.map((item) => at('followUps', item)),
    reports: reports.map((report) => at('bodyMeetings', report)),
  };
}

type Addressed = ReturnType<typeof addressesAt>;

const addressesAt =
  (publicUrl: string) =>
  <Item extends { readonly id: string }>(many: string, item: Item): Item & { readonly href: string } => ({
    ...item,
    href: `${publicUrl}/v1/${many}/${item.id}`,
  });

/** The agenda, with our positions and the papers of each item; and those of no item. */
async function subjectsOf(tx: Tx, { id, agenda, papers, startsOn }: Meeting, at: Addressed) {
  const positions = await positionsOfMeeting(tx, id);
  const procedures = agenda.flatMap(({ procedure }) => procedure ?? []);
  const earlier = (await positionsWithProcedures(tx, procedures, startsOn)).filter(
    (position) => !positions.some((ours) => ours.id === position.id),
  );
  const shown = (list: typeof positions) => list.map((position) => at('positions', position));
  const papersOf = (n?: number) => papers.filter(({ item }) => item === n).map(({ document }) => document);
  const itemOf = ({ bodyMeetingId, agendaItem }: (typeof positions)[number]) =>
    bodyMeetingId === id ? agendaItem : null;
  return {
    agenda: agenda.map((item) => ({
      ...item,
      papers: papersOf(item.n),
      positions: shown(positions.filter((position) => itemOf(position) === item.n)),
      earlier: shown(earlier.filter(({ procedure }) => procedure === item.procedure)),
    })),
    papers: papersOf(),
    positions: shown(positions.filter((position) => !agenda.some(({ n }) => n === itemOf(position)))),
  };
}

async function delegatesOf(tx: Tx, { delegates }: Meeting, at: Addressed): Promise<object[]> {
  const mandates = await delegatesBy(tx, delegates);
  const contacts = await contactsOf(
    tx,
    mandates.flatMap(({ personId }) => personId ?? []),
  );
  return mandates.map((mandate) => {
    const contact = contacts.get(mandate.personId ?? '');
    const shown = at('mandates', mandate);
    return contact === undefined ? shown : { ...shown, person: at('people', contact) };
  });
}
