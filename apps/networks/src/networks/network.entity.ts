import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { NetworkState, NetworkTerms, networkRelations, type NetworkChange, type NewNetwork } from './network.schema.js';

export interface NetworkRecord extends Stored<typeof NetworkState> {}

/** A network of cities, regions or states, whether or not anyone from Brussels is a member of it. */
@StoredAs('network', NetworkState)
export class NetworkRecord {
  static readonly relations = networkRelations;

  static register(name: Name, terms: NewNetwork): NetworkRecord {
    return Object.assign(new NetworkRecord(), name, { version: 1 }, terms);
  }

  change(terms: NetworkChange): void {
    mergeInto(this, NetworkTerms, terms);
  }
}
