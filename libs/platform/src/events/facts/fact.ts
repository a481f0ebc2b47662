import type { Classification } from '@passerelle/domain/classification';
import { z } from 'zod';

// A fact is named in the past tense and carries the whole state of the record after the change. It is declared once, next to
// the schema of that state.

/** As in subjects: `dataSharings` is `data-sharings`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * A data product of one service: a stream for one kind of reader. `internal` has every fact, whole; `public` and `party.BE-VLG` have
 * what everybody, or that region, may read.
 */
export type Product = 'internal' | 'public' | `party.${string}`;

export interface FactKind {
  readonly resource: string;
  readonly verb: string;
  /** `major.minor` of the shape. */
  readonly version: string;
  readonly summary: string;
  readonly schema: z.ZodType;
  /** What it carries besides the state of the record, such as the meeting that was missed: no reader gets that at the record's address. */
  readonly also: readonly string[];
  /** `brussels.perspective.cooperation.v1.agreements.notify.signed` (Belgif `async-svctype`). */
  readonly typeIn: (service: string, prefix: string) => string;
  /** `facts.int.cooperation.agreements.signed.v1` */
  readonly subjectIn: (family: string, service: string) => string;
}

/** A fact about one record, ready to be recorded in the transaction of the change. */
export interface Fact {
  readonly kind: FactKind;
  readonly id: string;
  readonly version: number;
  readonly classification: Classification;
  /** The regions that the record is shared with. */
  readonly parties: readonly string[];
  readonly data: unknown;
  /** ISO instant at which it happened; the time of recording when absent. */
  readonly time?: string;
}

/** The record that a fact is about: without a classification nobody could say who may see the fact. */
export interface FactSubject {
  readonly id: string;
  readonly version: number;
  readonly classification: Classification;
  /** Absent where it is shared with no other region. */
  readonly parties?: readonly string[] | null;
}

interface FactDeclaration extends Pick<FactKind, 'summary'> {
  readonly version?: string;
  /** The fields that this fact carries besides the state of the record. */
  readonly also?: z.ZodRawShape;
}

export interface FactOf {
  (record: FactSubject, time?: string): Fact;
  readonly kind: FactKind;
}

/** `export const agreementSigned = fact('agreements', 'signed', AgreementState, { summary: '...' })` */
export function fact(resource: string, verb: string, schema: z.ZodType, declared: FactDeclaration): FactOf {
  const version = declared.version ?? '1.0';
  const major = version.split('.')[0] ?? '1';
  const kind: FactKind = {
    resource,
    verb,
    version,
    summary: declared.summary,
    schema: withFields(schema, declared.also),
    also: Object.keys(declared.also ?? {}),
    typeIn: (service, prefix) => `${prefix}.${service}.v${major}.${resource}.notify.${verb}`,
    subjectIn: (family, service) => `facts.${family}.${service}.${kebab(resource)}.${kebab(verb)}.v${major}`,
  };
  const of = (record: FactSubject, time?: string): Fact => ({
    kind,
    id: record.id,
    version: record.version,
    classification: record.classification,
    parties: record.parties ?? [],
    data: record,
    ...(time === undefined ? {} : { time }),
  });
  return Object.assign(of, { kind });
}

function withFields(state: z.ZodType, also: z.ZodRawShape | undefined): z.ZodType {
  if (also === undefined) return state;
  if (!(state instanceof z.ZodObject)) throw new Error('only the state of a record can be extended');
  return state.extend(also);
}

/**
 * Refuses facts whose data do not carry who may see them: their readers and the data products decide by it; and those that a follower
 * would take for the entering or leaving of a record.
 */
export function checkFacts(kinds: readonly FactKind[]): void {
  const saysWho = ({ schema }: FactKind): boolean => schema instanceof z.ZodObject && 'classification' in schema.shape;
  const silent = kinds.filter((kind) => !saysWho(kind)).map(({ resource, verb }) => `${resource}.${verb}`);
  if (silent.length > 0) throw new Error(`No classification is in the schema of ${silent.join(', ')}`);
  const taken = kinds.filter(({ verb }) => verb === 'shared' || verb === 'left');
  for (const { resource, verb } of taken)
    throw new Error(`${resource}.${verb} is what a data product says of a record that enters or leaves it`);
}

/** A CloudEvent 1.0 in structured JSON, as in a stream. `data` is the record's whole state. */
export const PublishedFact = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime({ offset: true }),
  recordedtime: z.iso.datetime({ offset: true }),
  sequence: z.string().regex(/^\d{20}$/),
  service: z.string(),
  dataschema: z.url(),
  partitionkey: z.string(),
  traceparent: z.string().optional(),
  datasha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  data: z.record(z.string(), z.unknown()),
});
export type PublishedFact = z.infer<typeof PublishedFact>;

/**
 * The name of the schema of a fact, such as `urn:passerelle:schema:cooperation.agreements.signed:1.0`. It holds no address: when an
 * installation moves, older events stay valid. The gateway serves the schema at `/schemas/cooperation.agreements.signed/1.0`.
 */
export const schemaUrn = (fact: string, version: string): string => `urn:passerelle:schema:${fact}:${version}`;

/** `agreements.signed` of `brussels.perspective.cooperation.v1.agreements.notify.signed`. */
export function shortType(type: string): string {
  const words = type.split('.');
  return `${words.at(-3)}.${words.at(-1)}`;
}
