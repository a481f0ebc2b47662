// How a record relates to a caller, in SQL over `record`: the same text decides what a list holds, what a detail shows
// and whom an act is refused. `own` needs no SQL: all records here are the region's that runs this installation.

export type Bind = (value: unknown) => string;

/** A condition in SQL over `record`; `bind` turns a value into a parameter. */
export type Condition = (bind: Bind) => string;

/** A region takes part in a record, or holds a side in it: each act of a shared record belongs to a side. */
export type RelationName =
  'own' | 'public' | 'party' | 'chair' | 'author' | 'affected' | 'owner' | 'provider' | 'receiver';

/** `party` gives the caller's region as a parameter; a parameter that no condition asks for must not be bound. */
type Relation = (party: () => string) => string;

export type Relations = Readonly<Partial<Record<RelationName, Relation>>>;

export const isPublic: Relations = { public: () => `record.classification = 'public'` };

/** Records that name the regions they are shared with; what is restricted is shared with none of them. */
export const sharedWith = (column: string): Relations => ({
  ...isPublic,
  party: (party) => `record.classification = 'internal' AND ${party()} = ANY(record.${column})`,
});

/** The side that a region holds by standing in a column; what is restricted is shared with no side. */
export const side =
  (column: string): Relation =>
  (party) =>
    `record.classification <> 'restricted' AND record.${column} = ${party()}`;

/** Reference data: nobody is kept from it. */
export const open: Relations = { public: () => 'true' };

/**
 * A record that relates as the one that it belongs to, whatever it carries of that one's classification itself: a copy is
 * for facts and for the calendar, and the record above decides.
 */
export const under = (table: string, column: string, relations: Relations): Relations =>
  Object.fromEntries(
    Object.entries(relations).map(([name, sql]) => [
      name,
      (party: () => string) => `record.${column} IN (SELECT record.id FROM ${table} record WHERE ${sql(party)})`,
    ]),
  );

/** The condition that any of the granted relations holds; `undefined` where the caller needs none. */
export function reach(
  granted: ReadonlySet<RelationName>,
  relations: Relations,
  party: string | undefined,
): Condition | undefined {
  if (granted.has('own')) return undefined;
  return (bind) => {
    let place: string | undefined;
    const bound = (): string => (place ??= party === undefined ? 'NULL::text' : `${bind(party)}::text`);
    const held = Object.entries(relations).filter(([name]) => [...granted].some((one) => one === name));
    return held.length === 0 ? 'false' : held.map(([, sql]) => `(${sql(bound)})`).join(' OR ');
  };
}
