import { Instant } from '@passerelle/domain/instant';
import { IsoDate, today } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { inputFault, refusalKind, refuse, refuseFuture } from '@passerelle/platform/problems';
import { z } from 'zod';

// An act is told by the region whose act it is, when it does it. Where Brussels writes down what another region did, or
// anybody what was done on an earlier day, the letter or message that shows it is named: a date decides who was late.

export const told = {
  at: Instant.optional().describe('When it was done; now when absent'),
  source: Text(3, 1000)
    .optional()
    .describe('What shows it, when it is told later or by another region: a letter, an e-mail'),
};
export type Told = Readonly<z.infer<z.ZodObject<typeof told>>>;

export const sourceRequired = refusalKind({
  code: 'sourceRequired',
  status: 409,
  title: 'Source Required',
  detail: {
    fr: 'Cet acte est celui de {party}, ou date d’un jour passé: indiquez dans «source» la pièce qui le montre.',
    nl: 'Deze handeling is die van {party}, of dateert van een vroegere dag: vermeld in «source» het stuk dat ze aantoont.',
    en: 'This act is that of {party}, or of an earlier day: name in "source" what shows it.',
    de: 'Diese Handlung ist die von {party} oder stammt von einem früheren Tag: nennen Sie in «source» den Beleg.',
  },
});

/** Whose act it is, and who tells it. */
export interface ToldAct {
  /** The region whose act it is; undefined for an authority outside the four. */
  readonly doer: string | undefined;
  /** The region that tells it. */
  readonly teller: string | undefined;
  readonly now: Date;
}

/** The instant of the act, in UTC. */
export function whenTold({ at, source }: Told, { doer, teller, now }: ToldAct): string {
  const instant = at === undefined ? now : new Date(at);
  if (instant > now) throw inputFault('body', 'at', 'factInFuture', `lies in the future: it is ${now.toISOString()}`);
  refuseUnshown(source, { doer, teller }, today(instant) === today(now));
  return instant.toISOString();
}

function refuseUnshown(source: string | undefined, { doer, teller }: Omit<ToldAct, 'now'>, isToday: boolean): void {
  const isOwn = doer !== undefined && doer === teller;
  if (source === undefined && !(isOwn && isToday)) throw refuse(sourceRequired, { party: doer ?? 'another authority' });
}

/** For acts of which the day matters and not the hour. */
export const toldOn = {
  on: IsoDate.optional().describe('The day on which it was done; today when absent'),
  source: told.source,
};
export type ToldOn = Readonly<z.infer<z.ZodObject<typeof toldOn>>>;

export interface ToldDay extends Omit<ToldAct, 'now'> {
  readonly today: string;
}

/** The day of the act, by the same rule. */
export function dayTold({ on, source }: ToldOn, { doer, teller, today: now }: ToldDay): string {
  const day = on ?? now;
  refuseFuture('on', day, now);
  refuseUnshown(source, { doer, teller }, day === now);
  return day;
}

/** Acts are recorded in the order in which they happened, and none before it happened; `since` is the day of the last one. */
export function refuseOutOfTurn(on: string, today: string, since: string | null | undefined): void {
  refuseFuture('on', on, today);
  if (since && on < since)
    throw inputFault('body', 'on', 'invalidPeriod', `lies before the act before it, of ${since}`);
}
