import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';

/**
 * Locks a network, so that it is not taken back while a record refers to it; with `NO KEY UPDATE`, one transaction at a time has
 * it. False where there is none.
 */
export async function lockNetwork(tx: Tx, id: string, mode: 'SHARE' | 'NO KEY UPDATE' = 'SHARE'): Promise<boolean> {
  const sql = `SELECT 1 FROM network WHERE id = $1 AND retracted_at IS NULL FOR ${mode}`;
  return (await preparedIn(tx, sql, [id])).rows.length > 0;
}

/** What years of memberships copy from a network. */
export interface NetworkCopy {
  readonly level: TerritorialLevel;
  readonly name: LocalizedText;
}

/** A share lock keeps it from changing; undefined where there is none. */
export async function networkCopy(tx: Tx, id: string): Promise<NetworkCopy | undefined> {
  const sql = 'SELECT level, name FROM network WHERE id = $1 AND retracted_at IS NULL FOR SHARE';
  return (await preparedIn<NetworkCopy>(tx, sql, [id])).rows[0];
}

export interface NamedNetwork {
  readonly id: string;
  readonly name: LocalizedText;
  readonly acronym: string | null;
}

/** By id. */
export async function networksById(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NamedNetwork>> {
  const sql = 'SELECT id, name, acronym FROM network WHERE id = ANY($1::uuid[])';
  return new Map((await readIn<NamedNetwork>(tx, sql, [ids])).rows.map((network) => [network.id, network]));
}
