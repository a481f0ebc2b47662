import { IsoDate } from '@passerelle/domain/period';
import { fact } from '@passerelle/platform/events/facts';
import { z } from 'zod';
import { DataSharingState } from './data-sharing.schema.js';

const about = (verb: string, summary: string) => fact('dataSharings', verb, DataSharingState, { summary });

export const sharingRegistered = about('registered', 'A data sharing between two regions was registered.');
export const sharingChanged = about('changed', 'The terms of a data sharing were corrected.');
export const dataDelivered = about('delivered', 'The provider delivered the data.');
export const deliveryAcknowledged = about('acknowledged', 'The receiver acknowledged the last delivery.');
export const sharingEnded = about('ended', 'A data sharing ended.');
export const sharingRetracted = about('retracted', 'A data sharing was taken back: it had been registered in error.');

/** The day on which data was due but not delivered. */
export const MissedDelivery = z.object({ dueOn: IsoDate });

export const deliveryMissed = fact('dataSharings', 'deliveryMissed', DataSharingState, {
  summary: 'The data was not delivered by its due day.',
  also: { missed: MissedDelivery },
});

export const dataSharingFacts = [
  sharingRegistered,
  sharingChanged,
  dataDelivered,
  deliveryAcknowledged,
  sharingEnded,
  sharingRetracted,
  deliveryMissed,
];
