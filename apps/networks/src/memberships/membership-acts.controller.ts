import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/problems';
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
  apply({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.apply(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/admissions',
    summary: 'Record that the network admitted the holder, and from which day',
    ...act,
    refuses: [...refuses, membershipOverlaps],
  })
  admit({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.admit(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/refusals',
    summary: 'Record that the network refused the holder',
    ...act,
  })
  refuse({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.refuse(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/arrears',
    summary: 'Record that the membership fell into arrears; it stays a membership',
    ...act,
  })
  fallIntoArrears({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.fallIntoArrears(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/settlements',
    summary: 'Record that the arrears were settled',
    ...act,
  })
  settle({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.settle(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/notices',
    summary: 'Record that the holder gave notice, and the last day that it leaves',
    ...declared,
    body: Notice,
    examples: { sixMonths: { on: '2025-06-30', until: '2025-12-31' } },
  })
  giveNotice({ params, body, expectedVersion }: Call<Notice, 'membershipId'>): Promise<MembershipRecord> {
    return this.acts.giveNotice(params.membershipId, expectedVersion, body);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/ends',
    summary: 'Record the last day of the membership; offices that rest on it end with it',
    ...act,
  })
  end({ params, body, expectedVersion }: Act): Promise<MembershipRecord> {
    return this.acts.end(params.membershipId, expectedVersion, body);
  }
}
