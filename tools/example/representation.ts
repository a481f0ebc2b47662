// The bodies in which the Region is represented, and the seats in them. A body is loaded after its parent. No mandates: no source
// names the persons, and real persons do not belong in an example.
type Body = Record<string, unknown>;

interface Wanted {
  path: string;
  query: Record<string, string>;
  isIt?: (held: { id: string }) => boolean;
  joins?: string;
  body: Body;
  name: string;
}

interface Loader {
  recordsOf<Kind>(file: string): Kind[];
  keep(wanted: Wanted): Promise<{ id: string }>;
}

interface ListedBody {
  /** The acronym of the body that it belongs to. */
  parent?: string;
  body: Body & { acronym: string };
}

interface ListedSeat {
  /** The acronym of its body. */
  body: string;
  seat: Body & { holderKind: string };
}

export async function loadRepresentation({ recordsOf, keep }: Loader): Promise<void> {
  const ids = new Map<string, string>();
  for (const { parent, body } of recordsOf<ListedBody>('bodies')) {
    const { acronym } = body;
    const below = parent === undefined ? {} : { parentBodyId: known(parent) };
    const held = await keep({ path: '/bodies', query: { acronym }, body: { ...body, ...below }, name: acronym });
    ids.set(acronym, held.id);
  }
  // A holder may have several identical seats in one body: each listed seat is matched with one existing seat.
  const seats = new Set<string>();
  const isIt = ({ id }: { id: string }) => !seats.has(id);
  for (const { body, seat } of recordsOf<ListedSeat>('seats')) {
    const bodyId = known(body);
    const query = { bodyId, holderKind: seat.holderKind };
    const wanted = { path: '/seats', query, isIt, joins: `/bodies/${bodyId}/seats`, body: seat };
    seats.add((await keep({ ...wanted, name: `seat in ${body}` })).id);
  }

  function known(acronym: string): string {
    const id = ids.get(acronym);
    if (id === undefined) throw new Error(`${acronym} is named before it is listed`);
    return id;
  }
}
