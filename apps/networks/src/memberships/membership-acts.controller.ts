import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { NetworkAct } from '../acts.js';
import { MembershipActsService } from './membership-acts.service.js';
import { membershipOverlaps, type MembershipRecord } from './membership.entity.js';
import { Membership, Notice } from './membership.schema.js';

type Act = Call<NetworkAct, 'membershipId'>;

const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const declared = { scope: 'networks:write', returns: Membership, status: 200, refuses } as const;
const act = { ...declared, body: NetworkAct, examples: { onTheDay: { on: '2025-03-31' } } };

@Controller()
export class MembershipActsController {
  constructor(private readonly acts: MembershipActsService) {}

  @Operation({
    route: 'POST /memberships/{membershipId}/applications',
    summary: 'Record that the holder applied to the network',
    ...act,
  })
  apply(call: Act): Promise<MembershipRecord> {
    return this.acts.apply(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/admissions',
    summary: 'Record that the network admitted the holder, and from which day',
    ...act,
    refuses: [...refuses, membershipOverlaps],
  })
  admit(call: Act): Promise<MembershipRecord> {
    return this.acts.admit(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/refusals',
    summary: 'Record that the network refused the holder',
    ...act,
  })
  refuse(call: Act): Promise<MembershipRecord> {
    return this.acts.refuse(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/arrears',
    summary: 'Record that a membership fell into arrears; it continues',
    ...act,
  })
  fallIntoArrears(call: Act): Promise<MembershipRecord> {
    return this.acts.fallIntoArrears(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/settlements',
    summary: 'Record that the arrears were settled',
    ...act,
  })
  settle(call: Act): Promise<MembershipRecord> {
    return this.acts.settle(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/notices',
    summary: 'Record the notice of the holder, and the last day of the membership under it',
    ...declared,
    body: Notice,
    examples: { sixMonths: { on: '2025-06-30', until: '2025-12-31' } },
  })
  giveNotice(call: Call<Notice, 'membershipId'>): Promise<MembershipRecord> {
    return this.acts.giveNotice(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/ends',
    summary: 'Record the last day of a membership; its offices end with it',
    ...act,
  })
  end(call: Act): Promise<MembershipRecord> {
    return this.acts.end(call);
  }
}
