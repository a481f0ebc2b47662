import { Injectable } from '@nestjs/common';
import { preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';
import type { Consortium } from '../consortium.js';

type Follower = (tx: Tx, programmeId: string) => Promise<void>;

/** Slices that depend on a programme's consortium rules register here; they run in the transaction of the change. */
@Injectable()
export class ProgrammeFollowers {
  private readonly followers: Follower[] = [];

  register(follower: Follower): void {
    this.followers.push(follower);
  }

  async notify(tx: Tx, programmeId: string): Promise<void> {
    for (const follower of this.followers) await follower(tx, programmeId);
  }
}

/** The consortium rules of a programme. */
export type ConsortiumTerms = Pick<Consortium, 'fundingMode' | 'rule'>;

export async function consortiumTerms(tx: Tx, programmeId: string): Promise<ConsortiumTerms | undefined> {
  const sql = 'SELECT funding_mode AS "fundingMode", consortium_rule AS rule FROM programme WHERE id = $1';
  return (await readIn<ConsortiumTerms>(tx, sql, [programmeId])).rows[0];
}

/** Takes a share lock on the programme until the end of the transaction: its consortium rules are part of the check. */
export async function lockProgramme(tx: Tx, id: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM programme WHERE id = $1 AND retracted_at IS NULL FOR SHARE';
  return (await preparedIn(tx, sql, [id])).rows.length > 0;
}
