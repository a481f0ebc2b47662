import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { JointAct, JointEnd } from '../joint-work.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { nothingToAcknowledge, type DataSharingRecord } from './data-sharing.entity.js';
import { dataSharingExample } from './data-sharing.example.js';
import {
  DataDelivery,
  DataSharing,
  DataSharingChange,
  dataSharings,
  DeliveryReceipt,
  NewDataSharing,
  type DataSharingQuery,
} from './data-sharing.schema.js';
import { DataSharingsService } from './data-sharings.service.js';

type Of<Body> = Call<Body, 'dataSharingId'>;

const read = 'cooperation:read';
const write = 'cooperation:write';
const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const act = { scope: write, returns: DataSharing, status: 200, refuses } as const;
const reason = { fr: 'Migration du système source.', nl: 'Migratie van het bronsysteem.' };

@Controller()
export class DataSharingsController {
  constructor(private readonly sharings: DataSharingsService) {}

  @Operation({
    route: 'GET /dataSharings',
    summary: 'List data sharings between regions',
    scope: read,
    query: dataSharings.query,
    returns: dataSharings.page,
  })
  list(call: Call<undefined, never, DataSharingQuery>): Promise<Page> {
    return this.sharings.list(call);
  }

  @Operation({
    route: 'GET /dataSharings/{dataSharingId}',
    summary: 'Read a data sharing',
    scope: read,
    returns: DataSharing,
    refuses: [resourceNotFound],
  })
  read(call: Of<undefined>): Promise<DataSharingRecord> {
    return this.sharings.read(call);
  }

  @Operation({
    route: 'POST /dataSharings',
    summary: 'Register that a region shares a dataset with another',
    scope: write,
    body: NewDataSharing,
    returns: DataSharing,
    refuses: [languageIncomplete],
    examples: { plans: dataSharingExample },
  })
  register(call: Call<NewDataSharing>): Promise<DataSharingRecord> {
    return this.sharings.register(call);
  }

  @Operation({
    route: 'PATCH /dataSharings/{dataSharingId}',
    summary: 'Correct the terms of a data sharing; its two regions cannot change',
    scope: write,
    body: DataSharingChange,
    returns: DataSharing,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { yearly: { refresh: 'annual' } },
  })
  change(call: Of<DataSharingChange>): Promise<DataSharingRecord> {
    return this.sharings.change(call);
  }

  @Operation({
    route: 'POST /dataSharings/{dataSharingId}/deliveries',
    summary: 'Record that the provider delivered the data',
    ...act,
    refuses: [...refuses, sourceRequired],
    body: DataDelivery,
    examples: { inSpring: { on: '2025-05-04', records: 1204, source: 'E-mail of 4 May 2025' } },
  })
  deliver(call: Of<DataDelivery>): Promise<DataSharingRecord> {
    return this.sharings.deliver(call);
  }

  @Operation({
    route: 'POST /dataSharings/{dataSharingId}/acknowledgements',
    summary: 'Record that the receiver acknowledged the last delivery',
    ...act,
    refuses: [...refuses, sourceRequired, nothingToAcknowledge],
    body: DeliveryReceipt,
    examples: { now: {}, byMail: { at: '2025-05-05T08:00:00Z', source: 'E-mail of 5 May 2025' } },
  })
  acknowledge(call: Of<DeliveryReceipt>): Promise<DataSharingRecord> {
    return this.sharings.acknowledge(call);
  }

  @Operation({
    route: 'POST /dataSharings/{dataSharingId}/suspensions',
    summary: 'Suspend a data sharing: no data is expected for a while',
    ...act,
    refuses: [...refuses, languageIncomplete],
    body: JointEnd,
    examples: { migration: { on: '2025-05-04', reason } },
  })
  suspend(call: Of<JointEnd>): Promise<DataSharingRecord> {
    return this.sharings.suspend(call);
  }

  @Operation({
    route: 'POST /dataSharings/{dataSharingId}/resumptions',
    summary: 'Resume a data sharing: data is expected again',
    ...act,
    refuses: [...refuses, languageIncomplete],
    body: JointAct,
    examples: { onTheDay: { on: '2025-05-04' } },
  })
  resume(call: Of<JointAct>): Promise<DataSharingRecord> {
    return this.sharings.resume(call);
  }

  @Operation({
    route: 'POST /dataSharings/{dataSharingId}/ends',
    summary: 'Record the end of a data sharing',
    ...act,
    refuses: [...refuses, languageIncomplete],
    body: JointEnd,
    examples: {
      openData: { on: '2025-05-04', reason: { fr: 'Publié en données ouvertes.', nl: 'Als open data gepubliceerd.' } },
    },
  })
  end(call: Of<JointEnd>): Promise<DataSharingRecord> {
    return this.sharings.end(call);
  }
}
