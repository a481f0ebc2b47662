import { Instant } from '@passerelle/domain/instant';
import { IsoDate, today } from '@passerelle/domain/period';
import { MultilineText } from '@passerelle/domain/text';
import { inputFault, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import { refusalKind } from '../../texts/refusal-kind.js';

// Each region records its own acts as they happen. An act recorded for another region, or backdated, must cite evidence
// (a letter, an e-mail), because dates decide who was late.

const Evidence = MultilineText(3, 1000).meta({
  id: 'Evidence',
  description: 'Evidence (a letter, an e-mail) of an act that is recorded later or for another region',
});

export const recordedAt = {
  at: Instant.optional().describe('When the act took place; now when absent'),
  source: Evidence.optional(),
};
export type RecordedAt = Readonly<z.infer<z.ZodObject<typeof recordedAt>>>;

export const sourceRequired = refusalKind({
  code: 'sourceRequired',
  status: 409,
  title: 'Source Required',
});

/** Which region acted, and which region records the act. */
export interface Attribution {
  /** Undefined for an authority outside the four. */
  readonly actingParty: string | undefined;
  readonly recordingParty: string | undefined;
  readonly now: Date;
}

/** The instant of the act, in UTC. */
export function occurredAt({ at, source }: RecordedAt, { actingParty, recordingParty, now }: Attribution): string {
  const instant = at === undefined ? now : new Date(at);
  if (instant > now)
    throw inputFault('body', 'at', 'factInFuture', `must not be in the future: now is ${now.toISOString()}`);
  requireEvidence(source, { actingParty, recordingParty }, today(instant) === today(now));
  return instant.toISOString();
}

/** For records without a day of their own: what a region records of another must have a source. */
export const refuseUnsourced = (source: string | null | undefined, attribution: Omit<Attribution, 'now'>): void =>
  requireEvidence(source ?? undefined, attribution, true);

function requireEvidence(
  source: string | undefined,
  { actingParty, recordingParty }: Omit<Attribution, 'now'>,
  isToday: boolean,
): void {
  const isOwn = actingParty !== undefined && actingParty === recordingParty;
  if (source === undefined && !(isOwn && isToday))
    throw refusal(sourceRequired, actingParty === undefined ? {} : { party: actingParty });
}

/** For acts whose day matters, not the hour. */
export const recordedOn = {
  on: IsoDate.optional().describe('The day of the act; today when absent'),
  source: recordedAt.source,
};
export type RecordedOn = Readonly<z.infer<z.ZodObject<typeof recordedOn>>>;

export interface DayAttribution extends Omit<Attribution, 'now'> {
  readonly today: string;
}

/** The day of the act, checked as in `occurredAt`. */
export function occurredOn(
  { on, source }: RecordedOn,
  { actingParty, recordingParty, today: now }: DayAttribution,
): string {
  const day = on ?? now;
  refuseFuture('on', day, now);
  requireEvidence(source, { actingParty, recordingParty }, day === now);
  return day;
}

/**
 * Acts are recorded in the order in which they happened, and never in advance; `since` is the day of the previous act.
 */
export function refuseBeforePreviousAct(on: string, today: string, since: string | null | undefined): void {
  refuseFuture('on', on, today);
  if (since && on < since)
    throw inputFault('body', 'on', 'invalidPeriod', `must not be earlier than the previous act (${since})`);
}

/** As `refuseBeforePreviousAct`, to the instant. */
export function refuseEarlierThan(previous: Date, at: Date): void {
  if (at < previous)
    throw inputFault(
      'body',
      'at',
      'invalidPeriod',
      `must not be earlier than the previous act (${previous.toISOString()})`,
    );
}
