import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
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

  list(query: MembershipQuery, caller: Caller): Promise<Page> {
    return memberships.read(this.db, query, visibleTo(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<MembershipRecord> {
    const membership = await this.db.read((tx) => findOrRefuse(tx, MembershipRecord, id));
    refuseUnseen(this.viewer(caller), membership);
    return membership;
  }

  register(networkId: string, terms: NewMembership): Promise<MembershipRecord> {
    const day = today(new Date());
    const registered = this.db.transaction(async (tx) => {
      await refuseUnknownNetwork(tx, networkId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const membership = MembershipRecord.register(newId(), ref, networkId, terms, day);
      await insert(tx, MembershipRecord, membership);
      await record(tx, membershipRegistered(membership));
      return membership;
    });
    return registered.catch((error: unknown) => refuseOverlap(error, terms.holder));
  }

  change(id: string, version: number | undefined, terms: MembershipChange): Promise<MembershipRecord> {
    return this.db.transaction(async (tx) => {
      const membership = await findOrRefuse(tx, MembershipRecord, id, version);
      membership.change(terms, today(new Date()));
      await update(tx, MembershipRecord, membership);
      await record(tx, membershipChanged(membership));
      return membership;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

async function refuseUnknownNetwork(tx: Tx, id: string): Promise<void> {
  const found = await tx.query<unknown[]>('SELECT 1 FROM network WHERE id = $1', [id]);
  if (found.length === 0) throw refuse(resourceNotFound);
}
