import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { PartyRecord, refuseTwice } from './party.entity.js';
import { partyChanged, partyEntered } from './party.facts.js';
import { parties, type NewParty, type PartyChange, type PartyQuery } from './party.schema.js';

@Injectable()
export class PartiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, PartyQuery>): Promise<Page> {
    return parties.read(this.db, call);
  }

  read(call: Call<undefined, 'partyId'>): Promise<PartyRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, PartyRecord, call.params.partyId));
  }

  register(call: Call<NewParty>): Promise<PartyRecord> {
    const registered = this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const party = PartyRecord.register(newId(), ref, call.body);
      await insert(tx, PartyRecord, party);
      await record(tx, partyEntered(party));
      return party;
    });
    return registered.catch((error: unknown) => refuseTwice(error, call.body.code));
  }

  change(call: Call<PartyChange, 'partyId'>): Promise<PartyRecord> {
    return this.db.transaction(call, async (tx) => {
      const party = await findOrRefuse(tx, PartyRecord, call.params.partyId, call.expectedVersion);
      party.change(call.body);
      await update(tx, PartyRecord, party);
      await record(tx, partyChanged(party));
      return party;
    });
  }
}
