import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { membershipExample } from '../examples.js';
import { membershipOverlaps, type MembershipRecord } from './membership.entity.js';
import { Membership, MembershipChange, memberships, NewMembership, type MembershipQuery } from './membership.schema.js';
import { MembershipsService } from './memberships.service.js';

const read = 'networks:read';
const write = 'networks:write';

@Controller()
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Operation({
    route: 'GET /memberships',
    summary: 'List memberships of networks',
    scope: read,
    query: memberships.query,
    returns: memberships.page,
  })
  list(call: Call<undefined, never, MembershipQuery>): Promise<Page> {
    return this.memberships.list(call);
  }

  @Operation({
    route: 'GET /memberships/{membershipId}',
    summary: 'Read a membership',
    scope: read,
    returns: Membership,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'membershipId'>): Promise<MembershipRecord> {
    return this.memberships.read(call);
  }

  @Operation({
    route: 'POST /networks/{networkId}/memberships',
    summary: 'Register a membership, as a prospect or as active already',
    scope: write,
    resource: 'memberships',
    body: NewMembership,
    returns: Membership,
    refuses: [resourceNotFound, membershipOverlaps],
    examples: {
      prospect: membershipExample,
      activeAlready: { ...membershipExample, status: 'active', since: '2020-11-30' },
    },
  })
  register(call: Call<NewMembership, 'networkId'>): Promise<MembershipRecord> {
    return this.memberships.register(call);
  }

  @Operation({
    route: 'PATCH /memberships/{membershipId}',
    summary: 'Correct a membership; its holder cannot change',
    scope: write,
    body: MembershipChange,
    returns: Membership,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed],
    examples: { observer: { category: 'observer' } },
  })
  change(call: Call<MembershipChange, 'membershipId'>): Promise<MembershipRecord> {
    return this.memberships.change(call);
  }
}
