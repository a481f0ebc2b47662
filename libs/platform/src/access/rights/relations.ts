import type { Caller } from '../identity/index.js';

// How a record relates to a caller, as SQL over `record`: the same condition filters lists, hides records and refuses acts.
// `own` needs no SQL: all records here belong to the region that runs this installation.

export type Bind = (value: unknown) => string;

/** A condition in SQL over `record`; `bind` turns a value into a parameter. */
export type Condition = (bind: Bind) => string;

/** The relations that every service has: the record is ours, it is public, it is shared with the caller's region. */
export type CommonRelation = 'own' | 'public' | 'party';

/**
 * `party()` binds the caller's region as a parameter, `subject()` the caller itself; call them only where the condition uses them,
 * as PostgreSQL rejects unused parameters.
 */
type Relation = (party: () => string, subject: () => string) => string;

/** A service adds `Side`s where an act on a shared record belongs to one of the regions: the name of that region's side. */
export type Relations<Side extends string = string> = Readonly<Partial<Record<CommonRelation | Side, Relation>>>;

export const isPublic: Relations<never> = { public: () => `record.classification = 'public'` };

/** Records that list the regions they are shared with; a restricted record is shared with none of them. */
export const sharedWith = (column: string): Relations<never> => ({
  ...isPublic,
  party: (party) => `record.classification = 'internal' AND ${party()} = ANY(record.${column})`,
});

/** The side of the region that a column names; a restricted record is shared with no side. */
export const side =
  (column: string): Relation =>
  (party) =>
    `record.classification <> 'restricted' AND record.${column} = ${party()}`;

/** Records of one person or machine: the column holds its pseudonym, as in the audit trail, where a person can be erased. */
export const heldBy =
  (column: string): Relation =>
  (_, subject) =>
    `record.${column} = (SELECT pseudonym FROM audit_person WHERE subject = ${subject()})`;

/** Reference data: everyone may read it. */
export const open: Relations<never> = { public: () => 'true' };

/**
 * A record that relates to a caller as its parent does. Its own copy of the parent's classification serves facts and the
 * calendar only; access is decided by the parent.
 */
export const under = (table: string, column: string, relations: Relations): Relations =>
  Object.fromEntries(
    Object.entries(relations).flatMap(([name, sql]) =>
      sql === undefined ? [] : [[name, throughParent(table, column, sql)]],
    ),
  );

const throughParent =
  (table: string, column: string, sql: Relation): Relation =>
  (party, subject) =>
    `record.${column} IN (SELECT record.id FROM ${table} record WHERE ${sql(party, subject)})`;

/** The condition that any of the granted relations is true; `undefined` when the caller needs none. */
export function reach(
  granted: ReadonlySet<string>,
  relations: Relations,
  { party, subject }: Pick<Caller, 'party' | 'subject'>,
): Condition | undefined {
  if (granted.has('own')) return undefined;
  return (bind) => {
    let place: string | undefined;
    const bound = (): string => (place ??= party === undefined ? 'NULL::text' : `${bind(party)}::text`);
    const self = (): string => `${bind(subject)}::text`;
    const held = Object.entries(relations).flatMap(([name, sql]) =>
      granted.has(name) && sql ? [`(${sql(bound, self)})`] : [],
    );
    return held.length === 0 ? 'false' : held.join(' OR ');
  };
}
