import { Database } from '@passerelle/platform/data/database';
import { cascadeBelow, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { networkExample } from '../examples.js';
import { NetworkRecord } from './network.entity.js';
import { networkChanged, networkRegistered, networkRetracted } from './network.facts.js';
import { Network, NetworkChange, networks, NewNetwork } from './network.schema.js';

@RecordOperations({
  of: NetworkRecord,
  many: 'networks',
  one: 'network',
  scope: 'networks',
  returns: Network,
  list: { summary: 'List networks of cities and regions', collection: networks },
  read: { summary: 'Read a network' },
  create: {
    act: 'register',
    summary: 'Register a network',
    body: NewNetwork,
    make: (name, terms) => NetworkRecord.register(name, terms),
    fact: networkRegistered,
    refuses: [languageIncomplete],
    examples: { metrex: networkExample },
  },
  change: {
    summary: 'Correct a network',
    body: NetworkChange,
    apply: (network, terms) => network.change(terms),
    fact: networkChanged,
    refuses: [languageIncomplete],
    examples: { seat: { seatCountry: 'BE' } },
  },
  retract: { summary: 'Take back a network that was registered in error', fact: networkRetracted },
  cascade: cascadeBelow('network_id', ({ level, name }: NetworkRecord) => ({ level, name })),
})
export class Networks {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly visibility: VisibilityCascade,
  ) {}
}
