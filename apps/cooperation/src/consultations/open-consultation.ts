import { inputFault } from '@passerelle/platform/problems';
import type { NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { isNotSimultaneous, refuseOpening, type Standing } from './opening.js';
import { directionOf, type Teller } from './teller.js';

const beginning = { version: 1, status: 'notified' as const, unanswered: false, extensions: [], evidence: [] };

/** The first act: the author consults another region on a part of its plan, as both stand. */
export function openConsultation(
  { id, ref }: { readonly id: string; readonly ref: string },
  { at, source, ...asked }: NewConsultation,
  standing: Standing,
  teller: Teller,
): ConsultationRecord {
  const { planTitle, planType, authorParty, level, objective, departments, iteration, inquiry, noticedAt } = standing;
  const { affectedParty, classification, replyDueOn, requestedOn } = asked;
  const direction = directionOf(authorParty, affectedParty, teller.home);
  if (teller.party !== teller.home && classification !== 'internal')
    throw inputFault('body', 'classification', 'schemaViolation', `must be internal: ${teller.home} publishes here`);
  const consultation = Object.assign(new ConsultationRecord(), beginning, asked, {
    ...{ id, ref, direction, planTitle, planType, authorParty, level, objective, departments, iteration, inquiry },
    parties: [authorParty, affectedParty].filter((party) => party !== null),
    lastActAt: noticedAt,
  });
  const { at: openedAt, on: openedOn } = consultation.shown('open', { at, source }, 'author', teller);
  const basis = refuseOpening(asked, standing, openedOn);
  if (replyDueOn !== undefined && replyDueOn < openedOn)
    throw inputFault('body', 'replyDueOn', 'invalidPeriod', `lies before the opening, of ${openedOn}`);
  if (requestedOn !== undefined && requestedOn > openedOn)
    throw inputFault('body', 'requestedOn', 'invalidPeriod', `lies after the opening, of ${openedOn}`);
  const notSimultaneous = isNotSimultaneous(basis, noticedAt, inquiry);
  return Object.assign(consultation, { openedAt, openedOn, notSimultaneous });
}
