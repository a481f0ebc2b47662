import { fromMinor, toMinor, type Money } from '@passerelle/domain/money';
import { preparedIn, readVisible, type Tx } from '@passerelle/platform/data/database';
import { VisitRecord } from './visit.entity.js';
import { Visit } from './visit.schema.js';

/** A share lock keeps a visit from being taken back while a record refers to it. False where there is none. */
export async function lockVisit(tx: Tx, id: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM visit WHERE id = $1 AND retracted_at IS NULL FOR SHARE';
  return (await preparedIn(tx, sql, [id])).rows.length > 0;
}

/** A visit where another record names it. */
export const VisitInChain = Visit.pick({
  href: true,
  ref: true,
  title: true,
  purpose: true,
  direction: true,
  startsOn: true,
  endsOn: true,
  countries: true,
  place: true,
  partners: true,
  costs: true,
  costTotal: true,
  carbon: true,
  status: true,
  reportedOn: true,
  report: true,
}).meta({ id: 'VisitInChain', description: 'A visit, where another record names it' });

type NamedVisit = Pick<
  VisitRecord,
  | 'id'
  | 'ref'
  | 'title'
  | 'purpose'
  | 'direction'
  | 'startsOn'
  | 'endsOn'
  | 'countries'
  | 'place'
  | 'partners'
  | 'costs'
  | 'costTotal'
  | 'carbon'
  | 'status'
  | 'reportedOn'
  | 'report'
>;

const named = `id, ref, title, purpose, direction, starts_on::text AS "startsOn", ends_on::text AS "endsOn", countries, place,
  partners, costs, cost_total AS "costTotal", carbon, status, reported_on::text AS "reportedOn", report`;

/** Those of the visits that the actor may see and that were not taken back, by id. */
export async function visitsForChain(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NamedVisit>> {
  const found = await readVisible<NamedVisit>(
    tx,
    VisitRecord,
    (isVisible, bind) => `SELECT ${named} FROM visit record WHERE id = ANY(${bind(ids)}::uuid[]) AND ${isVisible}`,
  );
  return new Map(found.map((visit) => [visit.id, visit]));
}

/** What visits cost, of how many of them that is known, and the same for their carbon. */
export interface CostOfVisits {
  readonly cost: Money | undefined;
  readonly withCost: number;
  readonly kilograms: number | undefined;
  readonly withCarbon: number;
}

/** An unknown cost is no cost of 0: there is no sum where none is known. */
export function costOf(visits: readonly Pick<VisitRecord, 'costTotal' | 'carbon'>[]): CostOfVisits {
  const costs = visits.flatMap(({ costTotal }) => costTotal ?? []);
  const quantities = visits.flatMap(({ carbon }) => carbon?.kilograms ?? []);
  return {
    cost: costs.length === 0 ? undefined : fromMinor(costs.reduce((sum, cost) => sum + toMinor(cost), 0n)),
    withCost: costs.length,
    kilograms: quantities.length === 0 ? undefined : quantities.reduce((sum, kilograms) => sum + kilograms, 0),
    withCarbon: quantities.length,
  };
}

export type VisitOfNetwork = Pick<VisitRecord, 'id' | 'networkId' | 'direction' | 'costTotal' | 'carbon'>;

/** What was visited in the context of these networks and began within these days. */
export const visitsOfNetworks = (
  tx: Tx,
  networkIds: readonly string[],
  { first, last }: { readonly first: string; readonly last: string },
): Promise<VisitOfNetwork[]> =>
  readVisible<VisitOfNetwork>(
    tx,
    VisitRecord,
    (isVisible, bind) => `
      SELECT id, network_id AS "networkId", direction, cost_total AS "costTotal", carbon FROM visit record
       WHERE network_id = ANY(${bind(networkIds)}::uuid[]) AND status IN ('made', 'reported')
         AND starts_on BETWEEN ${bind(first)}::date AND ${bind(last)}::date AND ${isVisible}
       ORDER BY starts_on, id`,
  );
