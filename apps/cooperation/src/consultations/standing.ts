import type { Classification } from '@passerelle/domain/classification';
import { countDays } from '@passerelle/domain/counting-rule';
import type { Tx } from '@passerelle/platform/database';
import { unknownReference } from '@passerelle/platform/problems';
import type { ConsultedInquiry } from '../inquiry.js';
import { lockPlan } from '../plan-followers.js';
import type { Standing } from './opening.js';

// What a consultation reads of the plan, its part and its notice, in the transaction that opens it and under the rights of
// the caller: for another region PostgreSQL shows only what that region may see.

interface Row extends Omit<Standing, 'documents' | 'inquiry'> {
  readonly planId: string;
  readonly noticePlanId: string;
  readonly noticeComponentId: string | null;
  readonly docs: readonly { readonly type: string }[];
  readonly announced: Announced | null;
  readonly held: ConsultedInquiry | null;
}

interface Announced {
  readonly from: string;
  readonly to: string;
  readonly countingRule: string;
  readonly communes?: string[];
}

const columns = `
  plan.id AS "planId", plan.title AS "planTitle", plan.plan_type AS "planType", plan.party AS "authorParty", plan.classification, plan.area,
  plan.level, plan.objective, plan.departments, part.iteration, part.status <> 'inPreparation' AS "isDraft", part.draft_adopted_on::text AS "draftAdoptedOn",
  part.finally_adopted_on::text AS "finallyAdoptedOn", part.inquiry AS held,
  notice.plan_id AS "noticePlanId", notice.component_id AS "noticeComponentId", notice.sent_at::timestamptz AS "noticedAt",
  notice.to_parties AS "noticedTo", notice.docs, notice.inquiry AS announced`;

export interface Consulted {
  readonly planId: string;
  readonly componentId: string;
  readonly noticeId: string;
}

export async function standingOf(tx: Tx, { planId, componentId, noticeId }: Consulted): Promise<Standing> {
  await lockPlan(tx, planId);
  const [row] = await tx.query<Partial<Row>[]>(
    `SELECT ${columns}
       FROM plan LEFT JOIN plan_component part ON part.id = $2 AND part.plan_id = plan.id
                 LEFT JOIN plan_notice notice ON notice.id = $3 WHERE plan.id = $1`,
    [planId, componentId, noticeId],
  );
  if (row?.planId === undefined) throw unknownReference('planId');
  if (!hasPart(row)) throw unknownReference('componentId');
  const isOfPart = row.noticeComponentId === null || row.noticeComponentId === componentId;
  if (row.noticePlanId !== planId || !isOfPart) throw unknownReference('noticeId');
  const { docs, announced, held, ...standing } = row;
  return { ...standing, documents: docs.map(({ type }) => type), inquiry: held ?? asHeld(announced) };
}

const hasPart = (row: Partial<Row>): row is Row => typeof row.iteration === 'number';

/** An inquiry that is announced and not held yet. */
function asHeld(announced: Announced | null): ConsultedInquiry | null {
  if (announced === null) return null;
  const { from, to, countingRule, communes = [] } = announced;
  return { from, to, countingRule, days: countDays(countingRule, from, to), communes };
}

/** The day on which a part of a plan was finally adopted; null while it is not. */
export async function finallyAdoptedOn(
  tx: Tx,
  { planId, componentId }: Omit<Consulted, 'noticeId'>,
): Promise<string | null> {
  await lockPlan(tx, planId);
  const [row] = await tx.query<{ day: string | null }[]>(
    'SELECT finally_adopted_on::text AS day FROM plan_component WHERE id = $1',
    [componentId],
  );
  return row?.day ?? null;
}

export async function classificationOf(tx: Tx, planId: string): Promise<Classification> {
  await lockPlan(tx, planId);
  const [row] = await tx.query<{ classification: Classification }[]>('SELECT classification FROM plan WHERE id = $1', [
    planId,
  ]);
  if (row === undefined) throw unknownReference('planId');
  return row.classification;
}
