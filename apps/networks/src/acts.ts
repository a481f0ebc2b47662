import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { inputFault, refuseFuture } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';

/** An act on a membership or an office, with the day on which it took place. */
export const NetworkAct = z
  .strictObject({ on: IsoDate.describe('The day of the act'), reason: LocalizedMultilineText(3, 500).optional() })
  .meta({ id: 'NetworkAct' });
export type NetworkAct = z.infer<typeof NetworkAct>;

/** What the Region or its agency did needs no source; what the State did is recorded for another, who must have written it. */
export function refuseUnsourced(holderKind: string, source: string | null | undefined): void {
  if (holderKind === 'state' && !source)
    throw inputFault('body', 'source', 'schemaViolation', 'must be given where the State is the holder');
}

/**
 * Acts are recorded in the order in which they happened, and never in advance; `since` is the day of the previous act.
 */
export function refuseOutOfTurn(on: string, today: string, since: string | null): void {
  refuseFuture('on', on, today);
  if (since !== null && on < since)
    throw inputFault('body', 'on', 'invalidPeriod', `must not be earlier than the previous act (${since})`);
}
