import { Injectable } from '@nestjs/common';
import type { Period } from '@passerelle/domain/period';
import type { Tx } from '@passerelle/platform/data/database';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { Rotation } from '../rotation.js';

// The claims of mandates on a seat. Seats do not import mandates: the mandate slice registers here how its claims are
// read.

/** The claim of one mandate on its seat: from its first day to its actual or planned end. */
export interface Claim {
  readonly ref: string;
  readonly role: string;
  readonly period: Period;
}

/** A seat, with the claims of its mandates. */
export interface Occupancy {
  readonly bodyId: string;
  readonly rotation: Rotation | null;
  readonly claims: readonly Claim[];
}

type ClaimsOn = (tx: Tx, seatId: string) => Promise<readonly Claim[]>;

@Injectable()
export class Occupancies {
  private claimsOn: ClaimsOn | undefined;

  register(claimsOn: ClaimsOn): void {
    this.claimsOn = claimsOn;
  }

  /**
   * Locks the seat until the end of the transaction: a concurrent mandate waits and is then checked. The claims are
   * read by a separate statement, which sees what earlier holders of the lock have committed.
   */
  async locked(tx: Tx, seatId: string): Promise<Occupancy> {
    if (this.claimsOn === undefined) throw new Error('the claims on seats must be registered');
    const [seat] = await tx.query<Omit<Occupancy, 'claims'>[]>(
      'SELECT body_id AS "bodyId", rotation FROM seat WHERE id = $1 FOR UPDATE',
      [seatId],
    );
    if (seat === undefined) throw refusal(resourceNotFound);
    return { ...seat, claims: await this.claimsOn(tx, seatId) };
  }
}
