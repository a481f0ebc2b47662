import { Column, Entity, PrimaryColumn, type ColumnOptions } from 'typeorm';
import { z } from 'zod';

// The columns of a record, from the schema of its state: a field is written once, and stored in one way.

/**
 * The fields of an entity: an optional one is null where it is absent, an instant is a `Date`. Every record says when it changed; its
 * facts have a time of their own.
 */
export type Stored<State extends z.ZodObject> = {
  -readonly [Name in keyof State['shape']]: StoredField<State['shape'][Name]>;
} & { changedAt: Date };

type StoredField<Field> =
  Field extends z.ZodOptional<infer Inner>
    ? StoredField<Inner> | null
    : Field extends z.ZodISODateTime
      ? Date
      : z.output<Field>;

/**
 * Makes a class the entity of a table, with a column for each field of the state. Instances of the previous release store the defaults
 * of fields that they do not know, as SQL.
 */
export const StoredAs =
  (table: string, state: z.ZodObject, defaults: Readonly<Record<string, string>> = {}) =>
  (target: object & { readonly prototype: object }): void => {
    if (typeof target === 'function') Entity(table)(target);
    for (const [name, field] of Object.entries(state.shape)) {
      const preset = defaults[name];
      const options = { ...columnOf(name, field), ...(preset === undefined ? {} : { default: () => preset }) };
      const column = name === 'id' ? PrimaryColumn('uuid') : Column(options);
      column(target.prototype, name);
    }
    Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })(target.prototype, 'changedAt');
  };

/** References are compared by their number. */
const columnOf = (name: string, field: z.core.$ZodType): ColumnOptions =>
  name === 'ref' ? { type: 'text', collation: 'by_number' } : typeOf(field);

function typeOf(field: z.core.$ZodType): ColumnOptions {
  if (field instanceof z.ZodOptional) return { ...typeOf(field.unwrap()), nullable: true };
  if (field instanceof z.ZodDefault) return typeOf(field.unwrap());
  if (field instanceof z.ZodArray) return isText(field.element) ? { type: 'text', array: true } : { type: 'jsonb' };
  if (field instanceof z.ZodObject || field instanceof z.ZodUnion || field instanceof z.ZodRecord)
    return { type: 'jsonb' };
  if (field instanceof z.ZodBoolean) return { type: 'boolean' };
  if (field instanceof z.ZodNumberFormat) return { type: 'int' };
  if (field instanceof z.ZodUUID) return { type: 'uuid' };
  if (field instanceof z.ZodISODate) return { type: 'date' };
  if (field instanceof z.ZodISODateTime) return { type: 'timestamptz' };
  if (isText(field)) return { type: 'text' };
  throw new Error(`a field of the kind ${field._zod.def.type} has no column yet`);
}

const isText = (field: z.core.$ZodType): boolean =>
  field instanceof z.ZodString ||
  field instanceof z.ZodStringFormat ||
  field instanceof z.ZodEnum ||
  field instanceof z.ZodLiteral;
