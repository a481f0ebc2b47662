import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import { NetworkRecord } from './network.entity.js';
import { networkChanged, networkRegistered } from './network.facts.js';
import { networks, type NetworkChange, type NetworkQuery, type NewNetwork } from './network.schema.js';

@Injectable()
export class NetworksService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(query: NetworkQuery, caller: Caller): Promise<Page> {
    return networks.read(this.db, query, visibleTo(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<NetworkRecord> {
    const network = await this.db.read((tx) => findOrRefuse(tx, NetworkRecord, id));
    refuseUnseen(this.viewer(caller), network);
    return network;
  }

  register(terms: NewNetwork): Promise<NetworkRecord> {
    return this.db.transaction(async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const network = NetworkRecord.register(newId(), ref, terms);
      await insert(tx, NetworkRecord, network);
      await record(tx, networkRegistered(network));
      return network;
    });
  }

  change(id: string, version: number | undefined, terms: NetworkChange): Promise<NetworkRecord> {
    return this.db.transaction(async (tx) => {
      const network = await findOrRefuse(tx, NetworkRecord, id, version);
      network.change(terms);
      await update(tx, NetworkRecord, network);
      await record(tx, networkChanged(network));
      return network;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}
