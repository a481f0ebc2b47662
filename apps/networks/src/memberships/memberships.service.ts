import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { networkExists } from '../networks/networks.api.js';
import { MembershipRecord } from './membership.entity.js';
import { membershipChanged, membershipRegistered } from './membership.facts.js';
import { memberships, type MembershipChange, type MembershipQuery, type NewMembership } from './membership.schema.js';
import { refuseOverlap } from './overlap.js';

@Injectable()
export class MembershipsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, MembershipQuery>): Promise<Page> {
    return memberships.read(this.db, call);
  }

  read(call: Call<undefined, 'membershipId'>): Promise<MembershipRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, MembershipRecord, call.params.membershipId));
  }

  register(call: Call<NewMembership, 'networkId'>): Promise<MembershipRecord> {
    const day = today(new Date());
    const registered = this.db.transaction(call, async (tx) => {
      if (!(await networkExists(tx, call.params.networkId))) throw refusal(resourceNotFound);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const membership = MembershipRecord.register(newId(), ref, call.params.networkId, call.body, day);
      await insert(tx, MembershipRecord, membership);
      await record(tx, membershipRegistered(membership));
      return membership;
    });
    return registered.catch((error: unknown) => refuseOverlap(error, call.body.holder));
  }

  change(call: Call<MembershipChange, 'membershipId'>): Promise<MembershipRecord> {
    return this.db.transaction(call, async (tx) => {
      const membership = await findOrRefuse(tx, MembershipRecord, call.params.membershipId, call.expectedVersion);
      membership.change(call.body, today(new Date()));
      await update(tx, MembershipRecord, membership);
      await record(tx, membershipChanged(membership));
      return membership;
    });
  }
}
