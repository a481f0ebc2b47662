import { referenceList } from '@passerelle/domain/reference-list';
import { findOrRefuse, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { lockPlan } from '../plan-followers.js';
import { PlanRecord, type PlanChildren } from './plan.entity.js';
import { planChanged } from './plan.facts.js';
import { meaningOf } from './steps/step.schema.js';

// A plan and the records under it change together: a change of a part locks the plan, so that of two concurrent changes
// the second sees the first.

export async function lockedPlan(tx: Tx, id: string): Promise<PlanRecord> {
  await lockPlan(tx, id);
  return findOrRefuse(tx, PlanRecord, id);
}

/** Saves what the plan takes from the records under it; returns whether that changed. */
export async function followChildren(tx: Tx, plan: PlanRecord): Promise<boolean> {
  const before = JSON.stringify(plan);
  plan.follow(await childrenOf(tx, plan.id));
  if (JSON.stringify(plan) === before) return false;
  await update(tx, PlanRecord, plan);
  return true;
}

/** A record under the plan was taken back. */
export async function followRetraction(
  { planId }: { readonly planId: string },
  { tx }: { readonly tx: Tx },
): Promise<void> {
  const plan = await findOrRefuse(tx, PlanRecord, planId);
  if (await followChildren(tx, plan)) await record(tx, planChanged(plan));
}

async function childrenOf(tx: Tx, planId: string): Promise<PlanChildren> {
  const [found = nothing] = await tx.query<PlanChildren[]>(
    `SELECT (SELECT coalesce(array_agg(status), '{}') FROM plan_component
              WHERE plan_id = $1 AND retracted_at IS NULL) AS parts,
            (SELECT min(sent_on)::text FROM plan_notice
              WHERE plan_id = $1 AND retracted_at IS NULL) AS "firstNoticeOn",
            (SELECT min(occurred_on)::text FROM procedure_step step JOIN plan_component part ON part.id = component_id
              WHERE step.plan_id = $1 AND part.retracted_at IS NULL AND step_code = ANY ($2)) AS "firstInquiryOn"`,
    [planId, openingCodes()],
  );
  return found;
}

const nothing: PlanChildren = { parts: [], firstNoticeOn: null, firstInquiryOn: null };

const openingCodes = (): string[] =>
  referenceList('procedureSteps')
    .entries.map(({ code }) => code)
    .filter((code) => meaningOf(code).act === 'openInquiry');

/** The regions that were sent a notice of a plan, also one that was taken back: they have seen the plan. */
export async function notifiedParties(tx: Tx, planId: string): Promise<string[]> {
  const sql = 'SELECT DISTINCT unnest(to_parties) AS party FROM plan_notice WHERE plan_id = $1 ORDER BY party';
  return (await tx.query<{ party: string }[]>(sql, [planId])).map(({ party }) => party);
}
