import { refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../../texts/refusal-kind.js';

// A list that grows by acts is bounded, as every list on the wire is. The act is refused here, because an answer that
// exceeds its schema could not be sent.

export const listFull = refusalKind({
  code: 'listFull',
  status: 409,
  title: 'List Full',
});

/** Call before adding an item. `name` is the name of the list on the wire. */
export function refuseFull(name: string, list: readonly unknown[], most: number): void {
  if (list.length >= most) throw refusal(listFull, { list: name, most });
}
