// The part of an OpenAPI document that a sweep reads, with every `$ref` resolved, at any depth.
import { z } from 'zod';

const Shape = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  nullable: z.boolean().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
});
const Wrapped = z.looseObject({ allOf: z.tuple([z.unknown()]) });
const Nullable = z.looseObject({ anyOf: z.tuple([z.unknown(), z.looseObject({ enum: z.tuple([z.null()]) })]) });
export type Schema = z.infer<typeof Shape>;

/** A part of a schema; a wrapper of a single schema is that schema, with its own keywords added, and one that is an alternative to null may be null. */
export function shapeOf(part: unknown): Schema {
  const nullable = Nullable.safeParse(part).data;
  if (nullable !== undefined) return { ...shapeOf(nullable.anyOf[0]), nullable: true };
  const wrapped = Wrapped.safeParse(part).data;
  if (wrapped === undefined) return Shape.parse(part ?? {});
  const { allOf, ...own } = wrapped;
  return Shape.parse({ ...shapeOf(allOf[0]), ...own });
}

const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const Content = z.looseObject({
  schema: z.unknown(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
});
const Act = z.object({ transition: z.string(), operationId: z.string(), scope: z.string() });
const Acts = z.looseObject({ discriminator: z.object({ mapping: z.record(z.string(), z.string()) }) });
const Described = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), Content) }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  'x-transitions': z.array(Act).optional(),
});
const Item = z.object({ parameters: z.array(z.unknown()).optional() }).catchall(z.unknown());
const Document = z.looseObject({ paths: z.record(z.string(), Item) });

export interface Body {
  readonly mediaType: string;
  readonly schema: Schema;
  readonly fields: Readonly<Record<string, Schema>>;
  /** Bodies that the operation accepts, by its own examples. */
  readonly example: Readonly<Record<string, unknown>>;
}

export interface SweptOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** Whether the resource at its address can be deleted. */
  readonly deletable: boolean;
  /** The required scope; none for a public operation. */
  readonly scope: string | undefined;
  readonly params: Readonly<Record<string, Schema>>;
  readonly query: Readonly<Record<string, Schema>>;
  /** The names of the required query parameters. */
  readonly asked: readonly string[];
  readonly body: Body | undefined;
}

/** Every operation of a document; each act of an address with several is one. */
export function operationsOf(document: unknown): SweptOperation[] {
  const follow = follower(document);
  return Object.entries(Document.parse(document).paths).flatMap(([path, { parameters: common = [], ...item }]) =>
    Object.entries(item).flatMap(([method, described]) =>
      actsOf(withParameters(common, Described.parse(described))).map((act) => ({
        ...read(method.toUpperCase(), path, act, follow),
        deletable: 'delete' in item,
      })),
    ),
  );
}

/** The parameters of an address are those of each operation there. */
const withParameters = (common: readonly unknown[], own: z.infer<typeof Described>): z.infer<typeof Described> => ({
  ...own,
  parameters: [...common, ...own.parameters],
});

/** The operations that share an address, each with its own scope, body and examples. */
function actsOf({ 'x-transitions': acts = [], ...described }: z.infer<typeof Described>): z.infer<typeof Described>[] {
  const { schema: bodies, examples: all = {} } = described.requestBody?.content['application/json'] ?? {};
  if (acts.length === 0) return [described];
  const { mapping } = Acts.parse(bodies).discriminator;
  const examples = Object.entries(all);
  return acts.map(({ transition, operationId, scope }) => {
    const schema = { $ref: mapping[transition] };
    const own = examples.filter(([name]) => name.startsWith(`${transition}-`));
    const content = { 'application/json': { schema, examples: Object.fromEntries(own) } };
    return { ...described, operationId, security: [{ oauth2: [scope] }], requestBody: { content } };
  });
}

type Follow = (value: unknown) => unknown;

function read(
  method: string,
  address: string,
  described: z.infer<typeof Described>,
  follow: Follow,
): Omit<SweptOperation, 'deletable'> {
  const parameters = described.parameters.map((parameter) => Parameter.parse(follow(parameter)));
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const path = parameters.filter((parameter) => parameter.in === 'path');
  const schemas = (of: typeof parameters) =>
    Object.fromEntries(of.map(({ name, schema }) => [name, schemaOf(schema, follow)]));
  const [mediaType, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
  return {
    id: described.operationId,
    method,
    path: address,
    isPublic: described.security.length === 0 || described.security.some((way) => Object.keys(way).length === 0),
    scope: described.security.flatMap((way) => Object.values(way).flat())[0],
    params: schemas(path),
    query: schemas(query),
    asked: query.filter(({ required }) => required).map(({ name }) => name),
    body: mediaType === undefined || content === undefined ? undefined : bodyOf(mediaType, content, follow),
  };
}

function bodyOf(mediaType: string, content: z.infer<typeof Content>, follow: Follow): Body {
  const schema = schemaOf(content.schema, follow);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => [name, schemaOf(field, follow)] as const,
  );
  const [first] = Object.values(content.examples);
  const example = z.record(z.string(), z.unknown()).parse(first?.value ?? {});
  return { mediaType, schema, fields: Object.fromEntries(fields), example };
}

const schemaOf = (schema: unknown, follow: Follow): Schema => shapeOf(whole(schema, follow));

const Named = z.record(z.string(), z.unknown());

/** The same with every `$ref` resolved; no shape of ours is recursive. */
function whole(schema: unknown, follow: Follow): unknown {
  const part = follow(schema);
  if (Array.isArray(part)) return part.map((each) => whole(each, follow));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(value, follow)]));
}

const follower = (document: unknown): Follow => {
  const follow: Follow = (value) => {
    const reference = z.object({ $ref: z.string() }).safeParse(value).data?.$ref;
    if (reference === undefined) return value;
    const steps = reference.replace(/^#\//, '').split('/');
    return follow(steps.reduce<unknown>((at, step) => Named.parse(at)[step], document));
  };
  return follow;
};
