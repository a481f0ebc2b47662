import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { severalLeadPartners } from '../consortium.js';
import { PartnerRecord, type Frame } from './partner.entity.js';
import { partnerChanged, partnerJoined, partnerLeft } from './partner.facts.js';
import { partners, type Departure, type NewPartner, type PartnerChange, type PartnerQuery } from './partner.schema.js';

@Injectable()
export class PartnersService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, PartnerQuery>): Promise<Page> {
    return partners.read(this.db, call);
  }

  read(call: Call<undefined, 'partnerId'>): Promise<PartnerRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, PartnerRecord, call.params.partnerId));
  }

  join(call: Call<NewPartner, 'projectId'>): Promise<PartnerRecord> {
    const id = newId();
    const joined = this.db.transaction(call, async (tx) => {
      const frame = await frameOf(tx, call.params.projectId, id);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const partner = PartnerRecord.join(id, ref, call.params.projectId, call.body, frame);
      await insert(tx, PartnerRecord, partner);
      await record(tx, partnerJoined(partner));
      return partner;
    });
    return joined.catch(refuseSecondLead);
  }

  change(call: Call<PartnerChange, 'partnerId'>): Promise<PartnerRecord> {
    return this.revise(call, partnerChanged, (partner, frame) => partner.change(call.body, frame));
  }

  leave(call: Call<Departure, 'partnerId'>): Promise<PartnerRecord> {
    const day = today(new Date());
    return this.revise(call, partnerLeft, (partner, frame) => partner.leave(call.body, day, frame));
  }

  private revise(
    call: Call<unknown, 'partnerId'>,
    fact: typeof partnerChanged,
    rule: (partner: PartnerRecord, frame: Frame) => void,
  ): Promise<PartnerRecord> {
    const revised = this.db.transaction(call, async (tx) => {
      const partner = await findOrRefuse(tx, PartnerRecord, call.params.partnerId, call.expectedVersion);
      rule(partner, await frameOf(tx, partner.projectId, call.params.partnerId));
      await update(tx, PartnerRecord, partner);
      await record(tx, fact(partner));
      return partner;
    });
    return revised.catch(refuseSecondLead);
  }
}

/** Takes a share of the project's lock: its consortium is not judged while a partner joins, changes or leaves. */
async function frameOf(tx: Tx, projectId: string, partnerId: string): Promise<Frame> {
  const [frame] = await tx.query<Frame[]>(
    `SELECT ref, origin, status IN ('closed', 'terminatedEarly') AS over,
            EXISTS (SELECT 1 FROM partner WHERE project_id = $1 AND role = 'lead' AND active AND id <> $2) AS led
       FROM project WHERE id = $1 FOR SHARE OF project`,
    [projectId, partnerId],
  );
  if (frame === undefined) throw refuse(resourceNotFound);
  return frame;
}

/** Of two lead partners that join at the same moment neither sees the other; the index lets one of them in. */
function refuseSecondLead(error: unknown): never {
  throw isUniqueViolation(error, 'partner_one_lead') ? refuse(severalLeadPartners) : error;
}
