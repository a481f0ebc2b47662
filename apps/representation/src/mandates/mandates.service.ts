import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  type By,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { Occupancies } from '../seats/seats.api.js';
import { claimsOn } from './claims.js';
import { MandateRecord } from './mandate.entity.js';
import {
  mandateEnded,
  mandateProposed,
  mandateResumed,
  mandateRevoked,
  mandateStarted,
  mandateSuspended,
} from './mandate.facts.js';
import { mandates, type MandateAct, type MandateEnd, type MandateQuery, type NewMandate } from './mandate.schema.js';

type Act = Call<MandateAct, 'mandateId'>;
type End = Call<MandateEnd, 'mandateId'>;

@Injectable()
export class MandatesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly occupancies: Occupancies,
  ) {
    occupancies.register(claimsOn);
  }

  list(call: Call<undefined, never, MandateQuery>): Promise<Page> {
    return mandates.read(this.db, call);
  }

  async read(call: Call<undefined, 'mandateId'>): Promise<MandateRecord> {
    const mandate = await this.db.read(call, (tx) => findOrRefuse(tx, MandateRecord, call.params.mandateId));
    return shownTo(call, mandate);
  }

  propose(call: Call<NewMandate, 'seatId'>): Promise<MandateRecord> {
    return this.db.transaction(call, async (tx) => {
      const seat = await this.occupancies.locked(tx, call.params.seatId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const mandate = MandateRecord.propose(newId(), ref, call.params.seatId, call.body, seat);
      await insert(tx, MandateRecord, mandate);
      await record(tx, mandateProposed(mandate));
      return shownTo(call, mandate);
    });
  }

  activate(call: Act): Promise<MandateRecord> {
    return this.perform(call, mandateStarted, (mandate, day) => mandate.activate(call.body, day));
  }

  suspend(call: Act): Promise<MandateRecord> {
    return this.perform(call, mandateSuspended, (mandate, day) => mandate.suspend(call.body, day));
  }

  resume(call: Act): Promise<MandateRecord> {
    return this.perform(call, mandateResumed, (mandate, day) => mandate.resume(call.body, day));
  }

  end(call: End): Promise<MandateRecord> {
    return this.perform(call, mandateEnded, (mandate, day) => mandate.end(call.body, day));
  }

  revoke(call: End): Promise<MandateRecord> {
    return this.perform(call, mandateRevoked, (mandate, day) => mandate.revoke(call.body, day));
  }

  /** Load → rule → save → record, in one transaction. The seat needs no lock: no act extends the claim on it. */
  private perform(
    call: Call<unknown, 'mandateId'>,
    fact: typeof mandateStarted,
    rule: (mandate: MandateRecord, today: string) => void,
  ): Promise<MandateRecord> {
    return this.db.transaction(call, async (tx) => {
      const mandate = await findOrRefuse(tx, MandateRecord, call.params.mandateId, call.expectedVersion);
      rule(mandate, today(new Date()));
      await update(tx, MandateRecord, mandate);
      await record(tx, fact(mandate));
      return shownTo(call, mandate);
    });
  }
}

/** Whoever may see the body may see its mandates; the person's id is returned to the home region only. */
const shownTo = ({ actor }: By, mandate: MandateRecord): MandateRecord =>
  actor.reach(MandateRecord.relations).sees === undefined ? mandate : mandate.withoutPerson();
