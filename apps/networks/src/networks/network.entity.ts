import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { refuseIncomplete } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { NetworkState, NetworkTerms, networkRelations, type NetworkChange, type NewNetwork } from './network.schema.js';

export interface NetworkRecord extends Stored<typeof NetworkState> {}

/** A network of cities, regions or states, whether or not anyone from Brussels is a member of it. */
@StoredAs('network', NetworkState)
export class NetworkRecord {
  static readonly relations = networkRelations;

  static register(id: string, ref: string, terms: NewNetwork): NetworkRecord {
    const network = Object.assign(new NetworkRecord(), { id, ref, version: 1 }, terms);
    network.checkLanguages();
    return network;
  }

  change(terms: NetworkChange): void {
    mergeInto(this, NetworkTerms, terms);
    this.checkLanguages();
  }

  private checkLanguages(): void {
    refuseIncomplete(this.classification, this.name);
  }
}
