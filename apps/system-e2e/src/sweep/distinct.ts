// Distinct parts of the input: many operations have a title, and one of them is enough to try every invalid title.
import { call, filled, fits, type Attempt } from './assault.ts';
import { bodyWith } from './body-corpus.ts';
import type { Schema, SweptOperation } from './contract.ts';
import { wrongParameters, wrongValues } from './wrong-values.ts';

export interface Input {
  readonly operation: SweptOperation;
  readonly place: 'path' | 'query' | 'body';
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Every input of the operations. */
const inputsOf = (operation: SweptOperation): Input[] => {
  const { params, query, asked, body } = operation;
  const given = (place: Input['place'], schemas: Readonly<Record<string, Schema>>, needed: readonly string[]) =>
    Object.entries(schemas).map(([name, schema]) => ({
      operation,
      place,
      name,
      schema,
      required: needed.includes(name),
    }));
  return [
    ...given('path', params, Object.keys(params)),
    ...given('query', query, asked),
    ...given('body', body?.fields ?? {}, body?.schema.required ?? []),
  ];
};

/** One of the inputs with equal schemas. */
export function distinctInputs(operations: readonly SweptOperation[]): { distinct: Input[]; all: number } {
  const inputs = operations.flatMap(inputsOf);
  const kinds = new Map(inputs.toReversed().map((input) => [kindOf(input), input]));
  return { distinct: [...kinds.values()], all: inputs.length };
}

const kindOf = ({ place, schema, required }: Input): string => JSON.stringify([place, required, schema], withoutWords);

/** Descriptions do not change what a field accepts; a field of that name is an object here. */
const withoutWords = (key: string, value: unknown): unknown =>
  key === 'description' && typeof value === 'string' ? undefined : value;

const brokenSegments = ['not-a-uuid', '%00', '%C3', 'a%2Fb', '%20', '%F0%9F%92%A3', 'x'.repeat(490), 'x'.repeat(600)];

/** Every value that its schema forbids. */
export function faultsOn({ operation, place, name, schema }: Input): Attempt[] {
  const refused = { ...call(operation), statuses: [400], names: name };
  const { body } = operation;
  if (place === 'path')
    return brokenSegments.map((value) => ({
      ...call(operation),
      what: `${name} is ${value.slice(0, 40)}`,
      path: filled({ ...operation, path: operation.path.replace(`{${name}}`, value) }),
      statuses: [400, 404],
      forHandler: value !== '%C3' && fits(schema, decodeURIComponent(value)),
    }));
  if (place === 'query')
    return wrongParameters(schema).map((values) => ({
      ...refused,
      what: `${name} is ${values.join('&').slice(0, 40)}`,
      path: `${filled(operation)}?${values.map((value) => `${name}=${encodeURIComponent(value)}`).join('&')}`,
    }));
  if (body === undefined) return [];
  return wrongValues(schema).map(({ what, value, at }) => ({
    ...refused,
    what: `${name} is ${what}`,
    body: bodyWith(body, name, value),
    names: `${name}${at}`,
  }));
}
