import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
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

type Version = number | undefined;
type Rule = (membership: MembershipRecord, today: string) => void;

/** The acts that move a membership through its life: load → rule → save → record, in one transaction. */
@Injectable()
export class MembershipActsService {
  constructor(
    private readonly db: Database,
    private readonly ends: MembershipEnds,
  ) {}

  apply(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipApplied, (membership, day) => membership.apply(act, day));
  }

  admit(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipActivated, (membership, day) => membership.admit(act, day));
  }

  refuse(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipRefused, (membership, day) => membership.refuse(act, day));
  }

  fallIntoArrears(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipArrearsRecorded, (membership, day) =>
      membership.fallIntoArrears(act, day),
    );
  }

  settle(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipSettled, (membership, day) => membership.settle(act, day));
  }

  giveNotice(id: string, version: Version, notice: Notice): Promise<MembershipRecord> {
    return this.perform(id, version, membershipNoticeGiven, (membership, day) => membership.giveNotice(notice, day));
  }

  end(id: string, version: Version, act: NetworkAct): Promise<MembershipRecord> {
    return this.perform(id, version, membershipEnded, (membership, day) => membership.end(act, day));
  }

  private perform(id: string, version: Version, fact: typeof membershipApplied, rule: Rule): Promise<MembershipRecord> {
    return this.db.transaction(async (tx) => {
      const membership = await findOrRefuse(tx, MembershipRecord, id, version);
      rule(membership, today(new Date()));
      await update(tx, MembershipRecord, membership).catch((error: unknown) => refuseOverlap(error, membership.holder));
      await record(tx, fact(membership));
      const { status, until } = membership;
      if (status === 'ended' && until !== null) await this.ends.tell(tx, { id, until });
      return membership;
    });
  }
}
