import { inputFault } from '@passerelle/platform/kernel/problems';
import type { NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import type { PlanSnapshot } from '../plans/plan-snapshot.api.js';
import { isNotSimultaneous, refuseOpening } from './opening/opening.js';
import { directionOf, type ActContext } from './act-context.js';

const beginning = { version: 1, status: 'notified' as const, unanswered: false, extensions: [], evidence: [] };

/**
 * The first act: the author consults another region on a part of its plan; fields of the plan are copied as they are
 * now.
 */
export function openConsultation(
  { id, ref }: { readonly id: string; readonly ref: string },
  { at, source, ...asked }: NewConsultation,
  snapshot: PlanSnapshot,
  context: ActContext,
): ConsultationRecord {
  const { planTitle, planType, authorParty, level, objective, departments, iteration, inquiry, noticedAt } = snapshot;
  const { affectedParty, classification, replyDueOn, requestedOn } = asked;
  const direction = directionOf(authorParty, affectedParty, context.home);
  if (context.party !== context.home && classification !== 'internal')
    throw inputFault(
      'body',
      'classification',
      'schemaViolation',
      `must be internal: only ${context.home} publishes here`,
    );
  const consultation = Object.assign(new ConsultationRecord(), beginning, asked, {
    ...{ id, ref, direction, planTitle, planType, authorParty, level, objective, departments, iteration, inquiry },
    parties: [authorParty, affectedParty].filter((party) => party !== null),
    lastActAt: noticedAt,
  });
  const { at: openedAt, on: openedOn } = consultation.recordAct('open', { at, source }, 'author', context);
  const basis = refuseOpening(asked, snapshot, openedOn);
  if (replyDueOn !== undefined && replyDueOn < openedOn)
    throw inputFault('body', 'replyDueOn', 'invalidPeriod', `must not be earlier than the opening (${openedOn})`);
  if (requestedOn !== undefined && requestedOn > openedOn)
    throw inputFault('body', 'requestedOn', 'invalidPeriod', `must not be later than the opening (${openedOn})`);
  const notSimultaneous = isNotSimultaneous(basis, noticedAt, inquiry);
  return Object.assign(consultation, { openedAt, openedOn, notSimultaneous });
}
