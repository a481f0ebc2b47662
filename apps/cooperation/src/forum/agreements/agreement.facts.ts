import { CalendarPeriodId } from '@passerelle/domain/calendar-period';
import { IsoDate } from '@passerelle/domain/period';
import { fact } from '@passerelle/platform/events/facts';
import { z } from 'zod';
import { AgreementState } from './agreement.schema.js';

export const agreementRegistered = fact('agreements', 'registered', AgreementState, {
  summary: 'An agreement was registered.',
});
export const agreementChanged = fact('agreements', 'changed', AgreementState, {
  summary: 'The terms of an agreement were corrected.',
});
export const agreementSigned = fact('agreements', 'signed', AgreementState, {
  summary: 'The parties signed: the agreement is in force.',
});
export const agreementEnded = fact('agreements', 'ended', AgreementState, { summary: 'An agreement ended.' });

export const agreementRetracted = fact('agreements', 'retracted', AgreementState, {
  summary: 'An agreement was taken back: it had been registered in error.',
});

/** The period without the meeting that an obligation requires. */
export const Missed = z.object({
  obligation: z.string(),
  from: IsoDate,
  to: IsoDate,
  period: CalendarPeriodId.optional(),
});

export const cadenceMissed = fact('agreements', 'cadenceMissed', AgreementState, {
  summary: 'A period passed without the meeting that an obligation of the agreement requires.',
  also: { missed: Missed },
});

export const agreementFacts = [
  agreementRegistered,
  agreementChanged,
  agreementSigned,
  agreementEnded,
  agreementRetracted,
  cadenceMissed,
];
