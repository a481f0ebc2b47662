// Classes of operations by the properties that rights depend on: all operations of a class are decided alike, so one is
// tested.
import type { Bound, TestedService } from './tested-service.ts';
import { readingOf, tableOf } from './expectation.ts';

/** A list shows records, a detail shows one, an act is performed on one; for the rest only admission is decided. */
export type Access = 'list' | 'detail' | 'act' | 'admission';

export interface DecidedClass {
  readonly access: Access;
  readonly table: string;
  /** One operation of the class. */
  readonly operation: Bound;
  readonly ids: readonly string[];
}

function accessOf(tested: TestedService, operation: Bound): Access {
  const table = tableOf(operation);
  if (operation.path.includes('{')) {
    if (!tested.entities.has(table)) return 'admission';
    return operation.method === 'GET' ? 'detail' : 'act';
  }
  return tested.rows.has(table) && tested.listOf(operation) !== undefined ? 'list' : 'admission';
}

/** The grants in the policy and as bound: operations for which the two differ form a separate class. */
function keyOf(tested: TestedService, operation: Bound): string {
  const { policy, all } = tested;
  const access = accessOf(tested, operation);
  const { scope, grant, seeing } = operation;
  const grants = [policy[operation.id], grant];
  if (access === 'admission') return JSON.stringify([access, scope, ...grants]);
  const seen = access === 'act' ? [policy[readingOf(operation, all).id], seeing] : [];
  return JSON.stringify([access, tableOf(operation), scope, ...grants, ...seen]);
}

export function classesOf(tested: TestedService): DecidedClass[] {
  const groups = Map.groupBy(tested.all, (operation) => keyOf(tested, operation));
  return [...groups.values()].flatMap((alike) => {
    const [operation] = alike;
    if (operation === undefined) return [];
    return [
      { access: accessOf(tested, operation), table: tableOf(operation), operation, ids: alike.map(({ id }) => id) },
    ];
  });
}
