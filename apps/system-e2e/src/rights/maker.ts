// The tools of the makers of records.
import type { Caller } from '@passerelle/platform/access/identity';
import type { Kind } from './regions.ts';

/** Ids by the name of their parameter: `agreementId`. */
export type Ids = Readonly<Record<string, string>>;
export type Records = Readonly<Record<string, Readonly<Partial<Record<Kind, Ids>>>>>;

/** Registers a record or performs an act, and returns the record's id. */
export type Register = (subject: string, body: object, path?: Ids, caller?: Caller) => Promise<string>;
/** The example body of an operation in the documentation. */
export type ExampleOf = (operation: string) => object;

export interface Maker {
  readonly register: Register;
  readonly exampleOf: ExampleOf;
}
