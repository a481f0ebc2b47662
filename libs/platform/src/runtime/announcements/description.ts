import { createHash } from 'node:crypto';
import { ReferenceEntry, ReferenceList } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import type { FactKind, Product } from '../../events/facts/index.js';
import type { Operation } from '../operations/index.js';
import { badRequest, describeKind, Problem, recordTooLarge } from '../../kernel/problems/index.js';
import { asOpenApi } from './openapi-schema.js';

// A service describes its operations, facts and code lists as data. The door composes its routes and its OpenAPI document from
// the operations, the AsyncAPI document from the facts, and serves the code lists. Schemas are OpenAPI 3.0 for operations and JSON Schema 2020-12 for
// facts; a named schema is written once, under `schemas`.

const JsonSchema = z.record(z.string(), z.unknown());

const RefusalDescription = z.object({
  code: z.string(),
  type: z.string(),
  status: z.int(),
  title: z.string(),
  detail: z.record(z.string(), z.string()),
});

const Deprecation = z.object({
  since: z.iso.date(),
  sunset: z.iso.date().optional(),
  link: z.url().optional(),
  successor: z.url().optional(),
});

export const OperationDescription = z.object({
  id: z.string(),
  subject: z.string(),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
  path: z.string(),
  /** Of an act that shares its address with others: the name by which a body asks for it. */
  transition: z.string().optional(),
  /** Whether every service has it: the last segment of its path is the service. */
  ofEveryService: z.boolean().optional(),
  resource: z.string(),
  scope: z.string(),
  /** Whether it answers a caller without a token, with public records only. */
  anonymous: z.boolean(),
  summary: z.string(),
  description: z.string().optional(),
  status: z.int(),
  params: JsonSchema,
  query: JsonSchema.optional(),
  body: JsonSchema.optional(),
  returns: JsonSchema,
  /** The media type of an answer that is not JSON, or JSON of a type of its own. */
  mediaType: z.string().optional(),
  /** Seconds that it may wait for news before it answers. */
  waitsSec: z.int().min(0).max(60).optional(),
  refusals: z.array(RefusalDescription),
  examples: z.record(z.string(), z.unknown()).optional(),
  deprecated: Deprecation.optional(),
});
export type OperationDescription = z.infer<typeof OperationDescription>;

export const FactDescription = z.object({
  type: z.string(),
  subject: z.string(),
  resource: z.string(),
  verb: z.string(),
  version: z.string(),
  summary: z.string(),
  data: JsonSchema,
  /** The fields of `data` that no data product has: they are no part of the record. Absent in descriptions of older builds. */
  also: z.array(z.string()).default([]),
});
export type FactDescription = z.infer<typeof FactDescription>;

/** A list of a newer build may have fields that this one does not know: they are left out. */
const AnnouncedList = ReferenceList.strip().extend({ entries: z.array(ReferenceEntry.strip()).min(1).max(1000) });

export const ServiceDescription = z.object({
  service: z.string(),
  version: z.string(),
  hash: z.string(),
  operations: z.array(OperationDescription),
  facts: z.array(FactDescription),
  /** Absent in descriptions of older builds, and so are `products`. */
  codeLists: z.array(AnnouncedList).default([]),
  /** The data products besides `internal` that it publishes: `public`, `party.BE-VLG`. */
  products: z
    .array(z.union([z.literal('public'), z.templateLiteral(['party.', z.string().regex(/^[A-Z-]+$/)])]))
    .default([]),
  schemas: z.record(z.string(), JsonSchema),
});
export type ServiceDescription = z.infer<typeof ServiceDescription>;

interface Described {
  readonly service: string;
  readonly version: string;
  readonly typePrefix: string;
  readonly operations: readonly Operation[];
  readonly facts: readonly FactKind[];
  readonly codeLists?: readonly ReferenceList[] | undefined;
  readonly products?: readonly Product[];
}

export function describeService(given: Described): ServiceDescription {
  const { service, version, typePrefix, operations, facts, codeLists = [], products = [] } = given;
  const schemas = new Schemas();
  schemas.add(Problem, 'output');
  const described = {
    service,
    version,
    operations: operations.map((operation) => describeOperation(operation, schemas)),
    facts: facts.map((kind) => describeFact(kind, service, typePrefix)),
    codeLists: [...codeLists],
    products: products.filter((product) => product !== 'internal'),
    schemas: schemas.named,
  };
  const hash = createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16);
  return { ...described, hash };
}

function describeOperation(operation: Operation, schemas: Schemas): OperationDescription {
  const { id, subject, path, transition, resource, scope, summary, description } = operation;
  const { status, mediaType, written, waitsSec, examples, deprecated, ofEveryService } = operation;
  return {
    id,
    subject,
    method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']).parse(operation.method),
    path,
    ...(transition === undefined ? {} : { transition }),
    ...(ofEveryService === undefined ? {} : { ofEveryService }),
    resource,
    scope,
    anonymous: (operation.grant.anonymous ?? []).length > 0,
    summary,
    status,
    params: schemas.add(operation.params, 'input'),
    ...(mediaType === undefined
      ? { returns: schemas.add(operation.returns, 'output') }
      : { returns: written === undefined ? { type: 'string' } : schemas.add(written, 'output'), mediaType }),
    ...(waitsSec === undefined ? {} : { waitsSec }),
    refusals: [badRequest, ...(operation.body === undefined ? [] : [recordTooLarge]), ...operation.refuses].map(
      (kind) => RefusalDescription.parse(describeKind(kind)),
    ),
    ...(description === undefined ? {} : { description }),
    ...(operation.query === undefined ? {} : { query: schemas.add(operation.query, 'input') }),
    ...(operation.body === undefined ? {} : { body: schemas.add(operation.body, 'input') }),
    ...(examples === undefined ? {} : { examples: { ...examples } }),
    ...(deprecated === undefined ? {} : { deprecated: Deprecation.parse(deprecated) }),
  };
}

const describeFact = (kind: FactKind, service: string, typePrefix: string): FactDescription => ({
  type: kind.typeIn(service, typePrefix),
  subject: kind.subjectIn('int', service),
  resource: kind.resource,
  verb: kind.verb,
  version: kind.version,
  summary: kind.summary,
  data: JsonSchema.parse(z.toJSONSchema(kind.schema, { target: 'draft-2020-12', io: 'output', override: asAnswered })),
  also: [...kind.also],
});

interface Written {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}

const knownFormats = ['date', 'date-time', 'uuid'];

/**
 * A day, an instant and an id are known by their format: the pattern that says it again is up to five times as long. A reference
 * needs a wrapper only beside other keywords.
 */
const asRead = ({ jsonSchema }: Written): void => {
  if (knownFormats.includes(jsonSchema.format ?? '')) delete jsonSchema.pattern;
  const [only, ...others] = jsonSchema.allOf ?? [];
  if (only?.$ref === undefined || others.length > 0 || Object.keys(jsonSchema).length > 1) return;
  delete jsonSchema.allOf;
  jsonSchema.$ref = only.$ref;
};

const asAnswered = (written: Written): void => {
  asRead(written);
  allowGrowth(written);
};

/**
 * Output records may get new fields within a major version, so their schemas must allow unknown fields. Strict objects (money,
 * obligations) are values: they stay closed, in input and output alike.
 */
const allowGrowth = ({ zodSchema, jsonSchema }: Written): void => {
  // Only the object itself, never a wrapper: the strict object inside an optional one is visited separately.
  const mayGrow = zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined;
  if (mayGrow && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

/** Hoists named schemas to `#/components/schemas/`, and refuses two different schemas with one name. */
class Schemas {
  readonly named: Record<string, Record<string, unknown>> = {};

  add(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
    const generated = z.toJSONSchema(schema, {
      target: 'openapi-3.0',
      io,
      override: io === 'output' ? asAnswered : asRead,
    });
    const { definitions = {}, ...root } = JsonSchema.parse(moved(generated));
    for (const [name, shape] of Object.entries(JsonSchema.parse(definitions)))
      this.keep(name, JsonSchema.parse(asOpenApi(shape)));
    return JsonSchema.parse(asOpenApi(root));
  }

  private keep(name: string, shape: Record<string, unknown>): void {
    const known = this.named[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(shape))
      throw new Error(`Two shapes are called ${name}: an input and an output differ, or two features use one meta id`);
    this.named[name] = shape;
  }
}

const moved = (generated: unknown): unknown =>
  JSON.parse(JSON.stringify(generated).replaceAll('"#/definitions/', '"#/components/schemas/'));
