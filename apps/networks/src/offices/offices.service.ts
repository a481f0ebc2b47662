import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import type { NetworkAct } from '../acts.js';
import { MembershipEnds, type EndedMembership } from '../membership-ends.js';
import { lockedMembership, type MembershipContext } from '../memberships/memberships.api.js';
import { OfficeRecord } from './office.entity.js';
import { officeEnded, officeLost, officeNominated, officeTaken, officeWon } from './office.facts.js';
import { offices, type NewOffice, type OfficeQuery } from './office.schema.js';

type Act = Call<NetworkAct, 'officeId'>;
type Rule = (office: OfficeRecord, today: string, context: MembershipContext) => void;

@Injectable()
export class OfficesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    ends: MembershipEnds,
  ) {
    ends.follow(endAll);
  }

  list(call: Call<undefined, never, OfficeQuery>): Promise<Page> {
    return offices.read(this.db, call);
  }

  read(call: Call<undefined, 'officeId'>): Promise<OfficeRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, OfficeRecord, call.params.officeId));
  }

  nominate(call: Call<NewOffice, 'membershipId'>): Promise<OfficeRecord> {
    return this.db.transaction(call, async (tx) => {
      const context = await lockedMembership(tx, call.params.membershipId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const office = OfficeRecord.nominate(newId(), ref, call.params.membershipId, call.body, context);
      await insert(tx, OfficeRecord, office);
      await record(tx, officeNominated(office));
      return office;
    });
  }

  win(call: Act): Promise<OfficeRecord> {
    return this.perform(call, officeWon, (office, day, context) => office.win(call.body, day, context));
  }

  lose(call: Act): Promise<OfficeRecord> {
    return this.perform(call, officeLost, (office, day) => office.lose(call.body, day));
  }

  take(call: Act): Promise<OfficeRecord> {
    return this.perform(call, officeTaken, (office, day, context) => office.take(call.body, day, context));
  }

  end(call: Act): Promise<OfficeRecord> {
    return this.perform(call, officeEnded, (office, day) => office.end(call.body, day));
  }

  private perform(call: Call<unknown, 'officeId'>, fact: typeof officeWon, rule: Rule): Promise<OfficeRecord> {
    return this.db.transaction(call, async (tx) => {
      const { membershipId } = await findOrRefuse(tx, OfficeRecord, call.params.officeId, call.expectedVersion);
      const context = await lockedMembership(tx, membershipId);
      // Read again under the lock: the end of the membership may have ended the office in the meantime.
      const office = await findOrRefuse(tx, OfficeRecord, call.params.officeId, call.expectedVersion);
      rule(office, today(new Date()), context);
      await update(tx, OfficeRecord, office);
      await record(tx, fact(office));
      return office;
    });
  }
}

/** Offices end with their membership; a term that was over earlier ended on its own last day. */
async function endAll(tx: Tx, { id, until }: EndedMembership): Promise<void> {
  const running = await tx
    .createQueryBuilder(OfficeRecord, 'office')
    .where(`office.membershipId = :id AND office.status = 'inOffice'`, { id })
    .orderBy('office.id')
    .getMany();
  for (const office of running) {
    const { endsOn = until } = office.term;
    office.end({ on: endsOn < until ? endsOn : until }, until);
    await update(tx, OfficeRecord, office);
    await record(tx, officeEnded(office));
  }
}
