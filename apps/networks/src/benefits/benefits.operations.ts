import { Controller } from '@nestjs/common';
import { Database } from '@passerelle/platform/data/database';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { benefitsOf } from './benefits.js';
import { BenefitsQuery, MembershipBenefits } from './benefits.schema.js';

@Controller()
export class Benefits {
  constructor(private readonly db: Database) {}

  @Operation({
    id: 'listMembershipBenefits',
    route: 'GET /membershipBenefits',
    summary: 'Read what each running membership cost and gave in some days',
    scope: 'networks:read',
    query: BenefitsQuery,
    returns: MembershipBenefits,
  })
  list(call: Call<undefined, never, BenefitsQuery>): Promise<object> {
    return this.db.read(call, (tx) => benefitsOf(tx, call.query));
  }
}
