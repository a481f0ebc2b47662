import { FiledDocument, Sha256 } from '@passerelle/domain/filed-document';
import { Instant } from '@passerelle/domain/instant';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { commonTerms, newTerms } from '../joint-work.js';
import { exchangeRelations } from '../../shared/visibility/relations.js';
import { recordedAt } from '../../shared/acts/evidence.js';

export const SharingStatus = z.enum(['active', 'ended']).meta({ id: 'DataSharingStatus' });
export type SharingStatus = z.infer<typeof SharingStatus>;

/** The dataset, as an open-data catalogue identifies it. */
export const SharedDataset = z
  .strictObject({
    dcatId: z.url().max(500).describe('The URI of the `dcat:Dataset`'),
    publisher: OrganisationRef.optional(),
  })
  .meta({ id: 'SharedDataset', description: 'The dataset, as an open-data catalogue identifies it' });
export type SharedDataset = z.infer<typeof SharedDataset>;

const terms = {
  title: LocalizedText(3, 300).describe('The title of the dataset'),
  dataset: SharedDataset,
  licence: CodeOf('licences'),
  licenceTerms: FiledDocument.optional().describe('Where the terms are written, if the code does not cover them'),
  refresh: CodeOf('refreshRates').describe('How often the data is delivered'),
  monitoredFrom: IsoDate.describe(
    'The register records the deliveries from this day on; only later gaps count as missed. After a pause: the day from which data is expected again',
  ),
  ...commonTerms,
};

const sides = { provider: Party, receiver: Party };

export const NewDataSharing = z
  .strictObject({ ...sides, ...terms, ...newTerms })
  .refine(({ provider, receiver }) => provider !== receiver, { error: 'must not be the provider', path: ['receiver'] })
  .meta({ id: 'NewDataSharing' });
export type NewDataSharing = z.infer<typeof NewDataSharing>;

/** What a change may touch, whole. */
export const DataSharingTerms = z.strictObject(terms);
export const DataSharingChange = mergePatch(DataSharingTerms).meta({ id: 'DataSharingChange' });
export type DataSharingChange = Patch<z.infer<typeof DataSharingTerms>>;

const delivered = {
  on: IsoDate.describe('The day of the delivery'),
  records: z.int().min(0).max(1_000_000_000_000).optional().describe('How many'),
  sha256: Sha256.optional(),
  source: recordedAt.source,
};

export const DataDelivery = z.strictObject(delivered).meta({ id: 'DataDelivery' });
export type DataDelivery = z.infer<typeof DataDelivery>;

export const DeliveryReceipt = z.strictObject(recordedAt).meta({ id: 'DeliveryReceipt' });
export type DeliveryReceipt = z.infer<typeof DeliveryReceipt>;

const LastDelivery = z
  .object({ ...delivered, acknowledgedAt: Instant.optional(), receiptSource: MultilineText(3, 1000).optional() })
  .meta({ id: 'LastDelivery' });
export type LastDelivery = z.infer<typeof LastDelivery>;

const state = {
  status: SharingStatus,
  ...sides,
  parties: z.array(Party).max(2).describe('Provider and receiver'),
  ...terms,
  lastDelivery: LastDelivery.optional().describe('The last delivery; earlier ones are in earlier facts'),
  lastDeliveredOn: IsoDate.optional(),
  deliveries: z.int().min(0).describe('The number of deliveries'),
  expectedSince: IsoDate.describe('The day from which the next delivery is counted'),
  // Each delivery moves this deadline on, so that it is never done.
  nextDueOn: IsoDate.meta({ 'x-calendar': 'dataDelivery', 'x-calendar-done': [] })
    .optional()
    .describe('Last day for the next delivery; absent for a rate without a fixed period, and after the end'),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
};

export const {
  State: DataSharingState,
  View: DataSharing,
  Summary: DataSharingSummary,
} = shapesOf('DataSharing', state, [
  'status',
  'title',
  'provider',
  'receiver',
  'licence',
  'refresh',
  'lastDeliveredOn',
  'nextDueOn',
  'deliveries',
  'classification',
]);

export const dataSharings = collection({
  table: 'data_sharing',
  item: DataSharingSummary,
  relations: exchangeRelations,
  filters: filtersOf(DataSharingState, ['status', 'provider', 'receiver', 'licence', 'refresh', 'nextDueOn']),
  sorts: { ref: byText('ref'), nextDueOn: byDate('next_due_on'), lastDeliveredOn: byDate('last_delivered_on') },
  defaultSort: 'ref',
  searched: true,
});
