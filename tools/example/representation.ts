// People, the bodies in which the Region is represented, the seats in them and who has them. A body is loaded after its parent.
// People and mandates are invented: no source names the persons, and real persons do not belong in an example.
import { Known } from './known.ts';
import type { Act, Loader } from './loading.ts';
import { recordsOf, type Body } from './records.ts';

interface ListedPerson {
  key: string;
  body: Body & { name: string };
}

interface ListedBody {
  /** The acronym of the body that it belongs to. */
  parent?: string;
  body: Body & { acronym: string };
}

interface ListedMandate {
  key: string;
  /** The key of the person. */
  person: string;
  body: Body & { role: string; period: { from: string } };
  acts: Act[];
}

interface ListedSeat {
  /** The acronym of its body. */
  body: string;
  seat: Body & { holderKind: string };
  mandates?: ListedMandate[];
}

/** The ids of what later records refer to, by acronym and by key. */
export interface Represented {
  readonly bodies: Known;
  readonly mandates: Known;
}

export async function loadRepresentation(loader: Loader): Promise<Represented> {
  const people = await loadPeople(loader);
  const bodies = new Known();
  for (const { parent, body } of recordsOf<ListedBody>('bodies')) {
    const { acronym } = body;
    const below = parent === undefined ? {} : { parentBodyId: bodies.idOf(parent) };
    const held = await loader.keep({ path: '/bodies', query: { acronym }, body: { ...body, ...below }, name: acronym });
    bodies.add(acronym, held.id);
  }
  return { bodies, mandates: await loadSeats(loader, bodies, people) };
}

async function loadPeople(loader: Loader): Promise<Known> {
  const people = new Known();
  for (const { key, body } of recordsOf<ListedPerson>('people')) {
    const isIt = ({ name }: { name?: unknown }) => name === body.name;
    people.add(key, (await loader.keep({ path: '/people', query: {}, isIt, body, name: body.name })).id);
  }
  return people;
}

async function loadSeats(loader: Loader, bodies: Known, people: Known): Promise<Known> {
  const mandates = new Known();
  // A holder may have several identical seats in one body: each listed seat is matched with one existing seat.
  const seats = new Set<string>();
  const isIt = ({ id }: { id: string }) => !seats.has(id);
  for (const { body, seat, mandates: listed = [] } of recordsOf<ListedSeat>('seats')) {
    const bodyId = bodies.idOf(body);
    const query = { bodyId, holderKind: seat.holderKind };
    const wanted = { path: '/seats', query, isIt, joins: `/bodies/${bodyId}/seats`, body: seat };
    const { id: seatId } = await loader.keep({ ...wanted, name: `seat in ${body}` });
    seats.add(seatId);
    for (const { key, person, body: terms, acts } of listed) {
      const isThat = ({ period }: { period?: { from: string } }) => period?.from === terms.period.from;
      const list = { path: '/mandates', query: { seatId, role: terms.role }, joins: `/seats/${seatId}/mandates` };
      const given = { ...terms, personId: people.idOf(person) };
      const mandate = await loader.keep({
        ...list,
        isIt: isThat,
        body: given,
        name: `${terms.role} member of ${body}`,
      });
      await loader.performFromStart(`/mandates/${mandate.id}`, mandate, acts);
      mandates.add(key, mandate.id);
    }
  }
  return mandates;
}
