import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { JointEnd } from '../joint-work.js';
import { isUnacknowledged, nothingToAcknowledge, type DataSharingRecord } from './data-sharing.entity.js';
import { dataDelivered, deliveryAcknowledged, sharingEnded } from './data-sharing.facts.js';
import { DataDelivery, DeliveryReceipt, type SharingStatus } from './data-sharing.schema.js';

const act = actsOf<DataSharingRecord, SharingStatus>();

// A pause is no state: a later `monitoredFrom` says from when data is expected again.
export const dataSharingLife = new Life({
  deliver: act({
    from: ['active'],
    to: 'active',
    by: 'provider',
    awaited: ({ provider, nextDueOn }) => ({ party: provider, until: nextDueOn }),
    summary: 'Record that the provider delivered the data',
    asks: DataDelivery,
    does: (sharing, given, context) => sharing.deliver(given, context),
    fact: (sharing) => dataDelivered(sharing),
    refuses: [sourceRequired],
    examples: { inSpring: { on: '2025-05-04', records: 1204, source: 'E-mail of 4 May 2025' } },
  }),
  acknowledge: act({
    from: ['active'],
    to: 'active',
    by: 'receiver',
    awaited: ({ receiver, lastDelivery }) => (isUnacknowledged(lastDelivery) ? { party: receiver } : []),
    summary: 'Record that the receiver acknowledged the last delivery',
    asks: DeliveryReceipt,
    isPossible: ({ lastDelivery }) => isUnacknowledged(lastDelivery),
    does: (sharing, given, context) => sharing.acknowledge(given, context),
    fact: (sharing) => deliveryAcknowledged(sharing),
    refuses: [sourceRequired, nothingToAcknowledge],
    examples: { now: {}, byMail: { at: '2025-05-05T08:00:00Z', source: 'E-mail of 5 May 2025' } },
  }),
  end: act({
    from: ['active'],
    to: 'ended',
    summary: 'Record the end of a data sharing',
    asks: JointEnd,
    does: (sharing, given, { today }) => sharing.end(given, today),
    fact: (sharing) => sharingEnded(sharing),
    refuses: [languageIncomplete],
    examples: {
      openData: { on: '2025-05-04', reason: { fr: 'Publié en données ouvertes.', nl: 'Als open data gepubliceerd.' } },
    },
  }),
});
