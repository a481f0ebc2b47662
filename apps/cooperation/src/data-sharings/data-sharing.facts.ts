import { IsoDate } from '@passerelle/domain/period';
import { fact } from '@passerelle/platform/facts';
import { z } from 'zod';
import { DataSharingState } from './data-sharing.schema.js';

const about = (verb: string, summary: string) => fact('dataSharings', verb, DataSharingState, { summary });

export const sharingRegistered = about('registered', 'A data sharing between two regions entered the register.');
export const sharingChanged = about('changed', 'What the register says of a data sharing was corrected.');
export const dataDelivered = about('delivered', 'The provider delivered the data.');
export const deliveryAcknowledged = about('acknowledged', 'The receiver acknowledged the last delivery.');
export const sharingSuspended = about('suspended', 'No data is expected until the sharing is resumed.');
export const sharingResumed = about('resumed', 'Data is expected again.');
export const sharingEnded = about('ended', 'A data sharing came to its end.');

/** The day on which data was due and did not come. */
export const MissedDelivery = z.object({ dueOn: IsoDate });

export const deliveryMissed = fact(
  'dataSharings',
  'deliveryMissed',
  DataSharingState.extend({ missed: MissedDelivery }),
  { summary: 'A period of the refresh rate passed without a delivery.' },
);

export const dataSharingFacts = [
  sharingRegistered,
  sharingChanged,
  dataDelivered,
  deliveryAcknowledged,
  sharingSuspended,
  sharingResumed,
  sharingEnded,
  deliveryMissed,
];
