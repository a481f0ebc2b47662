import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { DataSharingRecord } from './data-sharing.entity.js';
import { dataSharingExample } from './data-sharing.example.js';
import { sharingChanged, sharingRegistered, sharingRetracted } from './data-sharing.facts.js';
import { dataSharingLife } from './data-sharing.life.js';
import { DataSharing, DataSharingChange, dataSharings, NewDataSharing } from './data-sharing.schema.js';

@RecordOperations({
  of: DataSharingRecord,
  many: 'dataSharings',
  one: 'dataSharing',
  scope: 'cooperation',
  returns: DataSharing,
  list: { summary: 'List data sharings between regions', collection: dataSharings },
  read: { summary: 'Read a data sharing' },
  create: {
    act: 'register',
    summary: 'Register that a region shares a dataset with another',
    body: NewDataSharing,
    make: (name, terms) => DataSharingRecord.register(name, terms),
    fact: sharingRegistered,
    refuses: [languageIncomplete],
    examples: { plans: dataSharingExample },
  },
  change: {
    summary: 'Correct the terms of a data sharing; its two regions cannot change',
    body: DataSharingChange,
    apply: (sharing, terms) => sharing.change(terms),
    fact: sharingChanged,
    refuses: [languageIncomplete],
    examples: { yearly: { refresh: 'annual' }, pausedUntilSummer: { monitoredFrom: '2027-07-01' } },
  },
  life: dataSharingLife,
  retract: { summary: 'Take back a data sharing that was registered in error', fact: sharingRetracted },
})
export class DataSharings {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
