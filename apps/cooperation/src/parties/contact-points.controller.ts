import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { recordClosed, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../shared/acts/evidence.js';
import { contactPointOverlaps, type ContactPointRecord } from './contact-point.entity.js';
import {
  ContactEnd,
  ContactPoint,
  contactPoints,
  NewContactPoint,
  type ContactPointQuery,
} from './contact-point.schema.js';
import { ContactPointsService } from './contact-points.service.js';
import { contactExample } from './party.example.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class ContactPointsController {
  constructor(private readonly contacts: ContactPointsService) {}

  @Operation({
    route: 'GET /contactPoints',
    summary: 'List the contact points of the regions',
    scope: read,
    query: contactPoints.query,
    returns: contactPoints.page,
  })
  list(call: Call<undefined, never, ContactPointQuery>): Promise<Page> {
    return this.contacts.list(call);
  }

  @Operation({
    route: 'GET /contactPoints/{contactPointId}',
    summary: 'Read a contact point',
    scope: read,
    returns: ContactPoint,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'contactPointId'>): Promise<ContactPointRecord> {
    return this.contacts.read(call);
  }

  @Operation({
    route: 'POST /parties/{partyId}/contactPoints',
    resource: 'contactPoints',
    summary: 'Designate the contact point of a party, one person at a time',
    scope: write,
    body: NewContactPoint,
    returns: ContactPoint,
    refuses: [resourceNotFound, contactPointOverlaps, sourceRequired],
    examples: { technician: contactExample },
  })
  designate(call: Call<NewContactPoint, 'partyId'>): Promise<ContactPointRecord> {
    return this.contacts.designate(call);
  }

  @Operation({
    route: 'POST /contactPoints/{contactPointId}/ends',
    summary: 'Record the end of a contact point',
    scope: write,
    body: ContactEnd,
    returns: ContactPoint,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, recordClosed, sourceRequired],
    examples: { endOfYear: { on: '2027-01-01', source: 'Letter of 1 December 2026' } },
  })
  end(call: Call<ContactEnd, 'contactPointId'>): Promise<ContactPointRecord> {
    return this.contacts.end(call);
  }
}
