import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';

/** A body that has just ended, in the transaction that ends it; `endedOn` is the first day without it. */
export interface EndedBody {
  readonly id: string;
  readonly endedOn: string;
}

type Follower = (tx: Tx, body: EndedBody) => Promise<void>;

// Seats end with their body, in the same transaction. Bodies do not import what depends on them: that registers here.

@Injectable()
export class BodyEnds {
  private readonly followers: Follower[] = [];

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  async announce(tx: Tx, body: EndedBody): Promise<void> {
    for (const follower of this.followers) await follower(tx, body);
  }
}
