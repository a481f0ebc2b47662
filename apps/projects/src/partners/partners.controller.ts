import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { associatedPartnerWithBudget, severalLeadPartners } from '../consortium.js';
import { partnerExample } from '../examples.js';
import type { PartnerRecord } from './partner.entity.js';
import { Departure, NewPartner, Partner, PartnerChange, partners, type PartnerQuery } from './partner.schema.js';
import { PartnersService } from './partners.service.js';

const read = 'projects:read';
const write = 'projects:write';
const rules = [recordClosed, severalLeadPartners, associatedPartnerWithBudget];

@Controller()
export class PartnersController {
  constructor(private readonly partners: PartnersService) {}

  @Operation({
    route: 'GET /partners',
    summary: 'List partners of projects',
    scope: read,
    query: partners.query,
    returns: partners.page,
  })
  list(call: Call<undefined, never, PartnerQuery>): Promise<Page> {
    return this.partners.list(call);
  }

  @Operation({
    route: 'GET /partners/{partnerId}',
    summary: 'Read a partner of a project',
    scope: read,
    returns: Partner,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'partnerId'>): Promise<PartnerRecord> {
    return this.partners.read(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/partners',
    summary: 'Add a partner to a project',
    scope: write,
    resource: 'partners',
    body: NewPartner,
    returns: Partner,
    refuses: [resourceNotFound, ...rules],
    examples: { lead: partnerExample },
  })
  join(call: Call<NewPartner, 'projectId'>): Promise<PartnerRecord> {
    return this.partners.join(call);
  }

  @Operation({
    route: 'PATCH /partners/{partnerId}',
    summary: 'Correct a partner',
    scope: write,
    body: PartnerChange,
    returns: Partner,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, ...rules],
    examples: { observer: { role: 'associated', budget: { state: 'unpublished', amount: null } } },
  })
  change(call: Call<PartnerChange, 'partnerId'>): Promise<PartnerRecord> {
    return this.partners.change(call);
  }

  @Operation({
    route: 'POST /partners/{partnerId}/departures',
    summary: 'Record that a partner left the project; its record stays',
    scope: write,
    body: Departure,
    returns: Partner,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, illegalTransition, recordClosed],
    examples: { replaced: { on: '2026-06-30' } },
  })
  leave(call: Call<Departure, 'partnerId'>): Promise<PartnerRecord> {
    return this.partners.leave(call);
  }
}
