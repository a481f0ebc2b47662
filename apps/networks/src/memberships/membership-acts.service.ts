import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import type { NetworkAct } from '../acts.js';
import { MembershipEnds } from '../membership-ends.js';
import { MembershipRecord } from './membership.entity.js';
import {
  membershipActivated,
  membershipApplied,
  membershipArrearsRecorded,
  membershipEnded,
  membershipNoticeGiven,
  membershipRefused,
  membershipSettled,
} from './membership.facts.js';
import type { Notice } from './membership.schema.js';
import { refuseOverlap } from './overlap.js';

type Act = Call<NetworkAct, 'membershipId'>;
type Rule = (membership: MembershipRecord, today: string) => void;

/** The acts that move a membership through its states: load → rule → save → record, in one transaction. */
@Injectable()
export class MembershipActsService {
  constructor(
    private readonly db: Database,
    private readonly ends: MembershipEnds,
  ) {}

  apply(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipApplied, (membership, day) => membership.apply(call.body, day));
  }

  admit(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipActivated, (membership, day) => membership.admit(call.body, day));
  }

  refuse(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipRefused, (membership, day) => membership.refuse(call.body, day));
  }

  fallIntoArrears(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipArrearsRecorded, (membership, day) =>
      membership.fallIntoArrears(call.body, day),
    );
  }

  settle(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipSettled, (membership, day) => membership.settle(call.body, day));
  }

  giveNotice(call: Call<Notice, 'membershipId'>): Promise<MembershipRecord> {
    return this.perform(call, membershipNoticeGiven, (membership, day) => membership.giveNotice(call.body, day));
  }

  end(call: Act): Promise<MembershipRecord> {
    return this.perform(call, membershipEnded, (membership, day) => membership.end(call.body, day));
  }

  private perform(
    call: Call<unknown, 'membershipId'>,
    fact: typeof membershipApplied,
    rule: Rule,
  ): Promise<MembershipRecord> {
    return this.db.transaction(call, async (tx) => {
      const membership = await findOrRefuse(tx, MembershipRecord, call.params.membershipId, call.expectedVersion);
      rule(membership, today(new Date()));
      await update(tx, MembershipRecord, membership).catch((error: unknown) => refuseOverlap(error, membership.holder));
      await record(tx, fact(membership));
      const { status, until } = membership;
      if (status === 'ended' && until !== null) await this.ends.tell(tx, { id: membership.id, until });
      return membership;
    });
  }
}
