import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { NetworkRecord } from './network.entity.js';
import { networkChanged, networkRegistered } from './network.facts.js';
import { networks, type NetworkChange, type NetworkQuery, type NewNetwork } from './network.schema.js';

@Injectable()
export class NetworksService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, NetworkQuery>): Promise<Page> {
    return networks.read(this.db, call);
  }

  read(call: Call<undefined, 'networkId'>): Promise<NetworkRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, NetworkRecord, call.params.networkId));
  }

  register(call: Call<NewNetwork>): Promise<NetworkRecord> {
    return this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const network = NetworkRecord.register(newId(), ref, call.body);
      await insert(tx, NetworkRecord, network);
      await record(tx, networkRegistered(network));
      return network;
    });
  }

  change(call: Call<NetworkChange, 'networkId'>): Promise<NetworkRecord> {
    return this.db.transaction(call, async (tx) => {
      const network = await findOrRefuse(tx, NetworkRecord, call.params.networkId, call.expectedVersion);
      network.change(call.body);
      await update(tx, NetworkRecord, network);
      await record(tx, networkChanged(network));
      return network;
    });
  }
}
