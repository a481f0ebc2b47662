import { findRetractedToo, insideHomeRole, readIn, type Tx } from '@passerelle/platform/data/database';
import { PracticeRecord } from './practice.entity.js';
import { GroundResource, mostGrounds, PlanTarget, Practice, ProcessTarget } from './practice.schema.js';
import { targetResources as resourcesOfTargets } from './target.js';
import { visiblePractices } from './visible-practices.js';

// What practices offer to the other slices.

/** A practice in a chain: where it is from, the day of each act, and what was found. */
export const PracticeInChain = Practice.pick({
  href: true,
  ref: true,
  title: true,
  problem: true,
  solution: true,
  status: true,
  origin: true,
  capturedOn: true,
  assessedOn: true,
  potential: true,
  assessment: true,
  shortlistedOn: true,
  decidedOn: true,
  adoptedOn: true,
  adoptedBy: true,
  implementedOn: true,
  evaluatedOn: true,
  result: true,
  abandonedOn: true,
  reason: true,
}).meta({ id: 'PracticeInChain', description: 'A practice, with the days of its acts and what was found' });

/** Where in a plan a practice stands, and what a working process is called. */
export const passageInPlan = { step: PlanTarget.shape.step, passage: PlanTarget.shape.passage };
export const processName = ProcessTarget.shape.name;

/** The kinds of records in a chain, and how many records a practice rests on at most. */
export const ChainResource = GroundResource;
export const mostBases = mostGrounds;

/** The collection of the record that a target names. */
export const targetResources = resourcesOfTargets;

/** 404 where the actor may not see it. */
export const practiceForChain = (tx: Tx, id: string): Promise<PracticeRecord> =>
  findRetractedToo(tx, PracticeRecord, id);

/** What a practice is called where another one rests on it; undefined where the actor may not see it. */
export const namedPractice = async (
  tx: Tx,
  id: string,
): Promise<Pick<PracticeRecord, 'id' | 'ref' | 'title'> | undefined> =>
  (await visiblePractices<PracticeRecord>(tx, 'id, ref, title', (bind) => `id = ${bind(id)}`))[0];

interface PracticesOfPlan {
  /** With the visits on which they were seen, the last adopted first. */
  readonly seen: readonly { readonly id: string; readonly visitId: string | null }[];
  /** How many others there are. */
  readonly withheld: number;
}

const ofPlan = (id: string): string => `target ->> 'kind' = 'plan' AND target ->> 'id' = ${id}`;

/** The practices whose target is a plan: those that the actor may see. */
export async function practicesOfPlan(tx: Tx, planId: string): Promise<PracticesOfPlan> {
  const columns = 'id, visit_id AS "visitId", adopted_on::text AS "adoptedOn"';
  const seen = await visiblePractices<{ id: string; visitId: string | null; adoptedOn: string }>(tx, columns, (bind) =>
    ofPlan(bind(planId)),
  );
  const sql = `SELECT count(*)::int AS count FROM practice WHERE ${ofPlan('$1')} AND retracted_at IS NULL`;
  const { rows } = await insideHomeRole(tx, () => readIn<{ count: number }>(tx, sql, [planId]));
  return {
    seen: seen.toSorted((one, other) => other.adoptedOn.localeCompare(one.adoptedOn) || other.id.localeCompare(one.id)),
    withheld: (rows[0]?.count ?? 0) - seen.length,
  };
}

/** In this order; their rights were checked when their ids were read. */
export async function practicesById(tx: Tx, ids: readonly string[]): Promise<PracticeRecord[]> {
  const found = await tx.createQueryBuilder(PracticeRecord, 'record').where('record.id = ANY(:ids)', { ids }).getMany();
  return ids.flatMap((id) => found.find((practice) => practice.id === id) ?? []);
}

export type PracticeOfNetwork = Pick<PracticeRecord, 'id' | 'visitId' | 'activityId' | 'adoptedOn' | 'implementedOn'>;

/** Those that were seen on one of the visits or at one of the activities, the oldest record first. */
export const practicesSeenAt = (
  tx: Tx,
  { visitIds, activityIds }: { readonly visitIds: readonly string[]; readonly activityIds: readonly string[] },
): Promise<PracticeOfNetwork[]> =>
  visiblePractices(
    tx,
    `id, visit_id AS "visitId", activity_id AS "activityId", adopted_on::text AS "adoptedOn",
     implemented_on::text AS "implementedOn"`,
    (bind) => `(visit_id = ANY(${bind(visitIds)}::uuid[]) OR activity_id = ANY(${bind(activityIds)}::uuid[]))`,
  );
