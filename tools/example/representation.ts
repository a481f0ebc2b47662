// The bodies in which the Region is represented, and the seats in them. A body is loaded after its parent. The mandate is invented:
// no source names the persons, and real persons do not belong in an example.
import type { Act, Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface ListedBody {
  /** The acronym of the body that it belongs to. */
  parent?: string;
  body: Body & { acronym: string };
}

interface ListedSeat {
  /** The acronym of its body. */
  body: string;
  seat: Body & { holderKind: string };
  mandates?: { body: Body & { role: string }; acts: Act[] }[];
}

export async function loadRepresentation(loader: Loader): Promise<void> {
  const ids = new Map<string, string>();
  for (const { parent, body } of recordsOf<ListedBody>('bodies')) {
    const { acronym } = body;
    const below = parent === undefined ? {} : { parentBodyId: known(parent) };
    const held = await loader.keep({ path: '/bodies', query: { acronym }, body: { ...body, ...below }, name: acronym });
    ids.set(acronym, held.id);
  }
  // A holder may have several identical seats in one body: each listed seat is matched with one existing seat.
  const seats = new Set<string>();
  const isIt = ({ id }: { id: string }) => !seats.has(id);
  for (const { body, seat, mandates = [] } of recordsOf<ListedSeat>('seats')) {
    const bodyId = known(body);
    const query = { bodyId, holderKind: seat.holderKind };
    const wanted = { path: '/seats', query, isIt, joins: `/bodies/${bodyId}/seats`, body: seat };
    const { id: seatId } = await loader.keep({ ...wanted, name: `seat in ${body}` });
    seats.add(seatId);
    for (const { body: terms, acts } of mandates) {
      const list = { path: '/mandates', query: { seatId, role: terms.role }, joins: `/seats/${seatId}/mandates` };
      const mandate = await loader.keep({ ...list, body: terms, name: `${terms.role} member of ${body}` });
      await loader.perform(`/mandates/${mandate.id}`, mandate, acts);
    }
  }

  function known(acronym: string): string {
    const id = ids.get(acronym);
    if (id === undefined) throw new Error(`${acronym} is named before it is listed`);
    return id;
  }
}
