// The running services with a record of each kind, and every cell of the matrix over the wire.
import { operator, type Operator } from '@passerelle/testing/operator';
import type { OperationClient } from '@passerelle/testing/start-app';
import { gateway } from '../../../gateway/src/gateway.js';
import { System } from '../security/system.ts';
import { announced, cellsOf, type Cell } from './cells.ts';
import type { Records } from './maker.ts';
import { registerAll } from './records.ts';
import { parts, services } from '../services.ts';
import { everyPrincipal } from './services.builder.ts';

export interface Wired {
  readonly client: OperationClient;
  readonly records: Records;
  readonly cells: readonly Cell[];
  /** Every row of every service and the length of every stream, once all consequences are processed. */
  settled(): Promise<unknown>;
  /** The same, without waiting. */
  holdings(): Promise<unknown>;
  close(): Promise<void>;
}

export async function wire(): Promise<Wired> {
  const system = new System();
  let admin: Operator | undefined;
  const close = async (): Promise<void> => {
    await admin?.close();
    await system.stop();
  };
  try {
    await system.start(services, gateway);
    admin = await operator(system.nats);
    const made = await filled(system);
    await system.judgedByClocks();
    return { ...made, ...watching(system, admin), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function filled(system: System): Promise<Pick<Wired, 'client' | 'records' | 'cells'>> {
  const client = system.raw;
  const bound = parts.map(announced);
  const operations = bound.flatMap(({ all }) => all);
  const examples = new Map(operations.map(({ id, examples: given = {} }) => [id, Object.values(given)[0]]));
  const exampleOf = (operation: string): object => Object(examples.get(operation));
  const records = await registerAll(client, exampleOf);
  const { database, context } = system.app('gateway');
  const principals = await everyPrincipal(operations, database, context);
  return { client, records, cells: bound.flatMap((service) => cellsOf(service, records, principals)) };
}

function watching(system: System, admin: Operator): Pick<Wired, 'settled' | 'holdings'> {
  const streams = (): Promise<number[]> =>
    Promise.all(parts.map(({ name }) => admin.last(`INT_${name.toUpperCase()}`)));
  return {
    settled: async () => [await system.settled(), await streams()],
    holdings: async () => [await system.holdings(), await streams()],
  };
}
