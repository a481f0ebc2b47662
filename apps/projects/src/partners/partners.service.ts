import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { severalLeadPartners } from '../consortium.js';
import { Consortia } from '../projects/projects.api.js';
import { projectJoined, projectToJoin, reviewConsortium } from './consortium-review.js';
import { partnersOf } from './partner-counts.js';
import { PartnerRecord, type ProjectContext } from './partner.entity.js';
import { partnerChanged, partnerJoined, partnerLeft } from './partner.facts.js';
import { partners, type Departure, type NewPartner, type PartnerChange, type PartnerQuery } from './partner.schema.js';

@Injectable()
export class PartnersService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly consortia: Consortia,
  ) {
    consortia.register(partnersOf);
  }

  list(call: Call<undefined, never, PartnerQuery>): Promise<Page> {
    return partners.read(this.db, call);
  }

  read(call: Call<undefined, 'partnerId'>): Promise<PartnerRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, PartnerRecord, call.params.partnerId));
  }

  join(call: Call<NewPartner, 'projectId'>): Promise<PartnerRecord> {
    const id = newId();
    const joined = this.db.transaction(call, async (tx) => {
      const { project, context } = await projectToJoin(tx, call.params.projectId, id, call.body.role);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const partner = PartnerRecord.join(id, ref, project.id, call.body, context);
      await insert(tx, PartnerRecord, partner);
      await record(tx, partnerJoined(partner));
      await reviewConsortium(tx, this.consortia, project, partner, false);
      return partner;
    });
    return joined.catch(refuseSecondLead);
  }

  change(call: Call<PartnerChange, 'partnerId'>): Promise<PartnerRecord> {
    return this.revise(call, partnerChanged, (partner, context) => partner.change(call.body, context));
  }

  leave(call: Call<Departure, 'partnerId'>): Promise<PartnerRecord> {
    const day = today(new Date());
    return this.revise(call, partnerLeft, (partner, context) => partner.leave(call.body, day, context));
  }

  private revise(
    call: Call<unknown, 'partnerId'>,
    fact: typeof partnerChanged,
    rule: (partner: PartnerRecord, context: ProjectContext) => void,
  ): Promise<PartnerRecord> {
    const revised = this.db.transaction(call, async (tx) => {
      const { partnerId } = call.params;
      const { project, context } = await projectJoined(tx, partnerId);
      const partner = await findOrRefuse(tx, PartnerRecord, partnerId, call.expectedVersion);
      const led = partner.leads;
      rule(partner, context);
      await update(tx, PartnerRecord, partner);
      await record(tx, fact(partner));
      await reviewConsortium(tx, this.consortia, project, partner, led);
      return partner;
    });
    return revised.catch(refuseSecondLead);
  }
}

/** The unique index decides between two lead partners that join concurrently, since neither sees the other. */
function refuseSecondLead(error: unknown): never {
  throw isUniqueViolation(error, 'partner_one_lead') ? refusal(severalLeadPartners) : error;
}
