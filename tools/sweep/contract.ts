// The part of an OpenAPI document that a sweep reads, with every `$ref` followed.
import { z } from 'zod';

const Schema = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});
export type Schema = z.infer<typeof Schema>;

const Parameter = z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() });
const Content = z.looseObject({
  schema: z.unknown(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
});
const Described = z.looseObject({
  operationId: z.string(),
  parameters: z.array(z.unknown()).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), Content) }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

export interface Body {
  readonly mediaType: string;
  readonly schema: Schema;
  readonly fields: Readonly<Record<string, Schema>>;
  /** Bodies that the operation accepts, by its own word. */
  readonly example: Readonly<Record<string, unknown>>;
}

export interface SweptOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** Whether what lies at its address can be deleted. */
  readonly deletable: boolean;
  /** The right that it needs; none where it is open to all. */
  readonly scope: string | undefined;
  readonly pathParameters: readonly string[];
  readonly query: Readonly<Record<string, Schema>>;
  readonly body: Body | undefined;
}

/** Every operation of a document. */
export function operationsOf(document: unknown): SweptOperation[] {
  const follow = follower(document);
  return Object.entries(Document.parse(document).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, described]) => ({
      ...read(method.toUpperCase(), path, Described.parse(described), follow),
      deletable: 'delete' in item,
    })),
  );
}

type Follow = (value: unknown) => unknown;

function read(
  method: string,
  path: string,
  described: z.infer<typeof Described>,
  follow: Follow,
): Omit<SweptOperation, 'deletable'> {
  const parameters = described.parameters.map((parameter) => Parameter.parse(follow(parameter)));
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const [mediaType, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
  return {
    id: described.operationId,
    method,
    path,
    isPublic: described.security.length === 0 || described.security.some((way) => Object.keys(way).length === 0),
    scope: described.security.flatMap((way) => Object.values(way).flat())[0],
    pathParameters: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    query: Object.fromEntries(query.map(({ name, schema }) => [name, schemaOf(schema, follow)])),
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

const schemaOf = (schema: unknown, follow: Follow): Schema => Schema.parse(follow(schema) ?? {});

const follower = (document: unknown): Follow => {
  const follow: Follow = (value) => {
    const reference = z.object({ $ref: z.string() }).safeParse(value).data?.$ref;
    if (reference === undefined) return value;
    const steps = reference.replace(/^#\//, '').split('/');
    return follow(steps.reduce<unknown>((at, step) => z.record(z.string(), z.unknown()).parse(at)[step], document));
  };
  return follow;
};
