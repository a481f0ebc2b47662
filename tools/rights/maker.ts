// What the makers of records have to work with.
import type { Caller } from '@passerelle/platform/identity';
import type { Kind } from './principals.ts';

/** Ids by the name of the parameter that carries them: `agreementId`. */
export type Ids = Readonly<Record<string, string>>;
export type Records = Readonly<Record<string, Readonly<Partial<Record<Kind, Ids>>>>>;

/** Registers a record or performs an act, and returns the record's id. */
export type Register = (subject: string, body: object, path?: Ids, caller?: Caller) => Promise<string>;
/** The body that the documentation gives for an operation. */
export type ExampleOf = (operation: string) => object;

export interface Maker {
  readonly register: Register;
  readonly exampleOf: ExampleOf;
  /** The id of the first record of a list. */
  readonly first: (subject: string, query: Readonly<Record<string, readonly string[]>>) => Promise<string>;
}

export const classificationOf = (kind: Kind): string =>
  kind === 'public' || kind === 'restricted' ? kind : 'internal';
