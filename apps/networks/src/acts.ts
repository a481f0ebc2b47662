import { LocalizedText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { inputFault, refuseFuture } from '@passerelle/platform/problems';
import { z } from 'zod';

/** An act in the life of a membership or an office, and the day on which it took place. */
export const NetworkAct = z
  .strictObject({ on: IsoDate, reason: LocalizedText(3, 500).optional() })
  .meta({ id: 'NetworkAct' });
export type NetworkAct = z.infer<typeof NetworkAct>;

/** Acts are recorded in the order in which they happened, and none before it happened; `since` is the day of the last one. */
export function refuseOutOfTurn(on: string, today: string, since: string | null): void {
  refuseFuture('on', on, today);
  if (since !== null && on < since)
    throw inputFault('body', 'on', 'invalidPeriod', `lies before the act before it, of ${since}`);
}
