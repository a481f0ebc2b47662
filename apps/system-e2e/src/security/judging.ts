// The faults that a service finds in a request before its handler: computed without servers, as often as needed.
import { bindOperations, readInput, type Operation } from '@passerelle/platform/runtime/operations';
import { Refusal, type Issue } from '@passerelle/platform/kernel/problems';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { headerJson, rpcHeaders } from '@passerelle/platform/kernel/rpc';
import { filled } from '../sweep/assault.ts';

export interface Declared {
  readonly service: string;
  readonly operation: Operation;
}

/** Every operation of the services, by its id. */
export const declaredBy = (
  services: readonly Pick<ServiceDefinition, 'name' | 'module' | 'policy'>[],
): ReadonlyMap<string, Declared> =>
  new Map(
    services.flatMap(({ name, module, policy }) =>
      bindOperations(name, module, policy).map((operation) => [operation.id, { service: name, operation }] as const),
    ),
  );

interface Given {
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string;
}

const encoder = new TextEncoder();

/** The faults of a request to a record that does not exist; none if it would reach the handler. */
export function issuesIn(operation: Operation, { query = {}, body = '' }: Given): readonly Issue[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const path = Object.fromEntries(names.map((name) => [name, filled({ path: `{${name}}` })]));
  const headers = new Map<string, string>([
    [rpcHeaders.params, headerJson({ path, query })],
    [rpcHeaders.ifMatch, '"1"'],
  ]);
  try {
    readInput(operation, {
      subject: operation.subject,
      body: encoder.encode(body),
      header: (name) => headers.get(name),
    });
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.issues;
    throw error;
  }
}
