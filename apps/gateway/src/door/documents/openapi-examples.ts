import type { OperationDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { isObject, objectAt, type Json } from './json.js';
import { sampleOf } from './sample.js';

// An example of each answer, made of what a feature gives anyway: the example of the body that registers a record, with what every
// answer has besides. Pure.

export interface Examples {
  /** By the name of the schema; written once, under `components`. */
  readonly components: Readonly<Record<string, Json>>;
  /** The part of an answer that shows its example. */
  readonly of: (operation: OperationDescription) => Json;
}

type Schemas = Readonly<Record<string, Json>>;

export function examplesOf(descriptions: readonly ServiceDescription[], publicUrl: string): Examples {
  const operations = descriptions.flatMap((service) => service.operations);
  const schemas: Schemas = Object.assign({}, ...descriptions.map((service) => service.schemas));
  const bodies = bodiesOf(operations);
  const read = new Set(operations.filter(({ status }) => status === 200).map(({ returns }) => nameOf(returns)));
  const components: Record<string, Json> = {};
  for (const operation of operations) {
    const name = nameOf(operation.returns);
    if (name === '' || name in components) continue;
    components[name] = { value: answer(operation, operation.returns) };
  }
  function answer({ resource, path }: OperationDescription, schema: Json): unknown {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057';
    const named = { id, href: `${publicUrl}/v1/${resource}/${id}`, self: publicUrl + called(path) };
    return sampleOf(schema, bodies.get(resource), { schemas, named });
  }
  return {
    components,
    of: (operation) => {
      const name = nameOf(operation.returns);
      // A registered record is answered as it is read.
      if (operation.status === 201 && read.has(name)) return {};
      if (name !== '') return { examples: { [name]: { $ref: `#/components/examples/${name}` } } };
      const items = objectAt(objectAt(operation.returns, 'properties'), 'items')['items'];
      if (!isObject(items)) return {};
      const page = { self: publicUrl + called(operation.path), items: [answer(operation, items)] };
      return { example: page };
    },
  };
}

/** The address of an operation as it is called. */
const called = (path: string): string => path.replace(/[{}]/g, '');

/** The first example of a body that registers a record, by collection. */
function bodiesOf(operations: readonly OperationDescription[]): Map<string, unknown> {
  const registering = operations.filter(({ status, examples }) => status === 201 && examples !== undefined);
  return new Map(registering.map(({ resource, examples = {} }) => [resource, Object.values(examples)[0]]));
}

const nameOf = ({ $ref }: Json): string => (typeof $ref === 'string' ? $ref.replace(/^.*\//, '') : '');
