// One handler at many addresses: code lists, and the audit trail of each service. Sweeping one of its addresses in each
// service covers all; `instances.spec.ts` proves that one maker makes them.
import type { Choice } from '@passerelle/testing/choice';
import type { SweptOperation } from './contract.ts';

const makers = { 'code list': /^\/v1\/refData\/(?!problemTypes\b)/, audit: /^\/v1\/audit\// };

/** The maker of the operation at this address, if it makes several. */
export const makerOf = ({ path }: Pick<SweptOperation, 'path'>): string | undefined =>
  Object.entries(makers).find(([, addresses]) => addresses.test(path))?.[0];

/**
 * Every operation with a separate handler; of the others one per service, rotating through the operations of a maker
 * from service to service.
 */
export function oneOfEach<Swept extends Pick<SweptOperation, 'id' | 'path'>>(
  operations: readonly Swept[],
  serviceOf: (operation: Swept) => string,
  choice: Choice,
): Swept[] {
  const own = operations.filter((operation) => makerOf(operation) === undefined);
  const chosen = Object.keys(makers).flatMap((maker) => {
    const made = operations.filter((operation) => makerOf(operation) === maker);
    const first = choice.number(made.length, maker);
    return [...Map.groupBy(made, serviceOf)].toSorted().flatMap(([, group], place) => {
      const inOrder = group.toSorted((one, other) => one.id.localeCompare(other.id));
      return inOrder.slice((first + place) % group.length).slice(0, 1);
    });
  });
  return [...own, ...chosen];
}
