import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';

/** A meeting that has just moved to another day or was cancelled, in the transaction that says so. */
interface MovedMeeting {
  readonly id: string;
}

type Follower = (tx: Tx, meeting: MovedMeeting) => Promise<void>;

// What is due before a meeting moves with it, in the same transaction. Meetings do not import what depends on them: that registers
// here.

@Injectable()
export class MeetingDays {
  private readonly followers: Follower[] = [];

  follow(follower: Follower): void {
    this.followers.push(follower);
  }

  async announce(tx: Tx, meeting: MovedMeeting): Promise<void> {
    for (const follower of this.followers) await follower(tx, meeting);
  }
}
