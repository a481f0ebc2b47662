import { CalendarPeriodId } from '@passerelle/domain/calendar-period';
import { IsoDate } from '@passerelle/domain/period';
import { fact } from '@passerelle/platform/facts';
import { z } from 'zod';
import { AgreementState } from './agreement.schema.js';

export const agreementRegistered = fact('agreements', 'registered', AgreementState, {
  summary: 'An agreement entered the register.',
});
export const agreementChanged = fact('agreements', 'changed', AgreementState, {
  summary: 'The terms of an agreement were corrected.',
});
export const agreementSigned = fact('agreements', 'signed', AgreementState, {
  summary: 'The parties signed: the agreement is in force.',
});
export const agreementEnded = fact('agreements', 'ended', AgreementState, { summary: 'An agreement came to its end.' });

/** The period that passed without the meeting that an obligation asks for. */
export const Missed = z.object({
  obligation: z.string(),
  from: IsoDate,
  to: IsoDate,
  period: CalendarPeriodId.optional(),
});

export const cadenceMissed = fact('agreements', 'cadenceMissed', AgreementState.extend({ missed: Missed }), {
  summary: 'A period passed without the meeting that an obligation of the agreement asks for.',
});

export const agreementFacts = [agreementRegistered, agreementChanged, agreementSigned, agreementEnded, cadenceMissed];
