import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';

/** A membership that has just changed in what depends on it, in the transaction that changes it. */
interface ChangedMembership {
  readonly id: string;
}

type Follower = (tx: Tx, membership: ChangedMembership) => Promise<void>;

// The years of a membership follow its departments, its notice period and its notice, in the same transaction. Memberships do not
// import what depends on them: that registers here.

@Injectable()
export class MembershipChanges {
  private readonly followers: Follower[] = [];

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  async announce(tx: Tx, membership: ChangedMembership): Promise<void> {
    for (const follower of this.followers) await follower(tx, membership);
  }
}
