import type { Classification } from '@passerelle/domain/classification';
import { countDays } from '@passerelle/domain/counting-rule';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { Area } from '@passerelle/domain/territory';
import type { Tx } from '@passerelle/platform/data/database';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import type { ConsultedInquiry } from '../inquiry.js';
import { lockPlan } from '../plan-followers.js';

// What a consultation reads of the plan, its part and its notice, in the transaction that opens it and with the
// caller's rights: row-level security hides from another region what it may not see.

/** A plan, its part and its notice, as they are when a consultation opens. */
export interface PlanSnapshot {
  readonly planTitle: LocalizedText;
  readonly classification: Classification;
  readonly planType: string;
  readonly authorParty: string | null;
  readonly area: Area;
  readonly level: string;
  readonly objective: string;
  readonly departments: string[];
  readonly iteration: number;
  /** An inquiry implies a draft, even if no source gives the day on which the draft was adopted. */
  readonly isDraft: boolean;
  readonly draftAdoptedOn: string | null;
  readonly finallyAdoptedOn: string | null;
  readonly noticedAt: Date;
  readonly noticedTo: readonly string[];
  readonly documents: readonly string[];
  readonly inquiry: ConsultedInquiry | null;
}

interface Row extends Omit<PlanSnapshot, 'documents' | 'inquiry'> {
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

export async function loadPlanSnapshot(tx: Tx, { planId, componentId, noticeId }: Consulted): Promise<PlanSnapshot> {
  await lockPlan(tx, planId);
  const [row] = await tx.query<Partial<Row>[]>(
    `SELECT ${columns}
       FROM plan LEFT JOIN plan_component part ON part.id = $2 AND part.plan_id = plan.id AND part.retracted_at IS NULL
                 LEFT JOIN plan_notice notice ON notice.id = $3 AND notice.retracted_at IS NULL
      WHERE plan.id = $1 AND plan.retracted_at IS NULL`,
    [planId, componentId, noticeId],
  );
  if (row?.planId === undefined) throw unknownReference('planId');
  if (!hasPart(row)) throw unknownReference('componentId');
  const isOfPart = row.noticeComponentId === null || row.noticeComponentId === componentId;
  if (row.noticePlanId !== planId || !isOfPart) throw unknownReference('noticeId');
  const { docs, announced, held, ...standing } = row;
  return { ...standing, documents: docs.map(({ type }) => type), inquiry: held ?? announcedInquiry(announced) };
}

const hasPart = (row: Partial<Row>): row is Row => typeof row.iteration === 'number';

/** An inquiry that is announced and not yet held. */
function announcedInquiry(announced: Announced | null): ConsultedInquiry | null {
  if (announced === null) return null;
  const { from, to, countingRule, communes = [] } = announced;
  return { from, to, countingRule, days: countDays(countingRule, from, to), communes };
}

/** The day on which a part of a plan was finally adopted; null before. */
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

export interface NoticedInquiry {
  readonly inquiry: ConsultedInquiry | null;
  readonly noticedAt: Date;
}

/** The inquiry on one draft of a part, held or only announced, and the instant of its notice. */
export async function inquiryOn(
  tx: Tx,
  { componentId, iteration, noticeId }: { componentId: string; iteration: number; noticeId: string },
): Promise<NoticedInquiry | undefined> {
  const [row] = await tx.query<(Pick<Row, 'announced' | 'held'> & { readonly noticedAt: Date })[]>(
    `SELECT part.inquiry AS held, notice.inquiry AS announced, notice.sent_at::timestamptz AS "noticedAt" FROM plan_component part, plan_notice notice
      WHERE part.id = $1 AND part.iteration = $2 AND notice.id = $3`,
    [componentId, iteration, noticeId],
  );
  if (row === undefined) return undefined;
  return { inquiry: row.held ?? announcedInquiry(row.announced), noticedAt: row.noticedAt };
}
