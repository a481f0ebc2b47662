import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Condition, Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { maySee, refuseUnseen, visibleTo, type Classified, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import { lockedOccupancy } from '../occupancy.js';
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

type Version = number | undefined;

/** Who holds a mandate is as closed as a restricted record, however public the body is. */
const person: Classified = { classification: 'restricted' };

@Injectable()
export class MandatesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(query: MandateQuery, caller: Caller): Promise<Page> {
    return mandates.read(this.db, query, inVisibleBody(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<MandateRecord> {
    const mandate = await this.db.read((tx) => findOrRefuse(tx, MandateRecord, id));
    const [body] = await this.db.query<Classified>('SELECT classification FROM body WHERE id = $1', [mandate.bodyId]);
    if (body === undefined) throw refuse(resourceNotFound);
    refuseUnseen(this.viewer(caller), body);
    return this.shownTo(caller, mandate);
  }

  async propose(seatId: string, terms: NewMandate, caller: Caller): Promise<MandateRecord> {
    const proposed = await this.db.transaction(async (tx) => {
      const seat = await lockedOccupancy(tx, seatId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const mandate = MandateRecord.propose(newId(), ref, seatId, terms, seat);
      await insert(tx, MandateRecord, mandate);
      await record(tx, mandateProposed(mandate));
      return mandate;
    });
    return this.shownTo(caller, proposed);
  }

  activate(id: string, version: Version, act: MandateAct, caller: Caller): Promise<MandateRecord> {
    return this.perform(id, version, caller, mandateStarted, (mandate, day) => mandate.activate(act, day));
  }

  suspend(id: string, version: Version, act: MandateAct, caller: Caller): Promise<MandateRecord> {
    return this.perform(id, version, caller, mandateSuspended, (mandate, day) => mandate.suspend(act, day));
  }

  resume(id: string, version: Version, act: MandateAct, caller: Caller): Promise<MandateRecord> {
    return this.perform(id, version, caller, mandateResumed, (mandate, day) => mandate.resume(act, day));
  }

  end(id: string, version: Version, act: MandateEnd, caller: Caller): Promise<MandateRecord> {
    return this.perform(id, version, caller, mandateEnded, (mandate, day) => mandate.end(act, day));
  }

  revoke(id: string, version: Version, act: MandateEnd, caller: Caller): Promise<MandateRecord> {
    return this.perform(id, version, caller, mandateRevoked, (mandate, day) => mandate.revoke(act, day));
  }

  /** Load → rule → save → record, in one transaction. The seat needs no lock: no act takes more of it. */
  private async perform(
    id: string,
    version: Version,
    caller: Caller,
    fact: typeof mandateStarted,
    rule: (mandate: MandateRecord, today: string) => void,
  ): Promise<MandateRecord> {
    const moved = await this.db.transaction(async (tx) => {
      const mandate = await findOrRefuse(tx, MandateRecord, id, version);
      rule(mandate, today(new Date()));
      await update(tx, MandateRecord, mandate);
      await record(tx, fact(mandate));
      return mandate;
    });
    return this.shownTo(caller, moved);
  }

  private shownTo(caller: Caller, mandate: MandateRecord): MandateRecord {
    return maySee(this.viewer(caller), person) ? mandate : mandate.withoutPerson();
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

/** A mandate is seen, without its person, by whoever sees the body. */
const inVisibleBody =
  (viewer: Viewer): Condition =>
  (bind) =>
    `record.body_id IN (SELECT record.id FROM body record WHERE ${visibleTo(viewer)(bind)})`;
