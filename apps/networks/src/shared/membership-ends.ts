import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';

/** A membership that has just ended, in the transaction that ends it; `until` is its last day. */
export interface EndedMembership {
  readonly id: string;
  readonly until: string;
}

type Follower = (tx: Tx, membership: EndedMembership) => Promise<void>;

// Records that depend on a membership end with it, in the same transaction. Memberships do not import their dependents:
// those register here, so that the dependency points from office to membership.

@Injectable()
export class MembershipEnds {
  private readonly followers: Follower[] = [];

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  async tell(tx: Tx, membership: EndedMembership): Promise<void> {
    for (const follower of this.followers) await follower(tx, membership);
  }
}
