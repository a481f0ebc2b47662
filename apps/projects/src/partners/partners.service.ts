import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Condition, Page } from '@passerelle/platform/collections';
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
import type { Caller } from '@passerelle/platform/identity';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Classified, type Viewer } from '@passerelle/platform/rights';
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

  list(query: PartnerQuery, caller: Caller): Promise<Page> {
    return partners.read(this.db, query, withProjects(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<PartnerRecord> {
    const partner = await this.db.read((tx) => findOrRefuse(tx, PartnerRecord, id));
    const [project] = await this.db.query<Classified>('SELECT classification FROM project WHERE id = $1', [
      partner.projectId,
    ]);
    if (project === undefined) throw refuse(resourceNotFound);
    refuseUnseen(this.viewer(caller), project);
    return partner;
  }

  join(projectId: string, terms: NewPartner): Promise<PartnerRecord> {
    const id = newId();
    const joined = this.db.transaction(async (tx) => {
      const frame = await frameOf(tx, projectId, id);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const partner = PartnerRecord.join(id, ref, projectId, terms, frame);
      await insert(tx, PartnerRecord, partner);
      await record(tx, partnerJoined(partner));
      return partner;
    });
    return joined.catch(refuseSecondLead);
  }

  change(id: string, version: number | undefined, terms: PartnerChange): Promise<PartnerRecord> {
    return this.revise(id, version, partnerChanged, (partner, frame) => partner.change(terms, frame));
  }

  leave(id: string, version: number | undefined, departure: Departure): Promise<PartnerRecord> {
    const day = today(new Date());
    return this.revise(id, version, partnerLeft, (partner, frame) => partner.leave(departure, day, frame));
  }

  private revise(
    id: string,
    version: number | undefined,
    fact: typeof partnerChanged,
    rule: (partner: PartnerRecord, frame: Frame) => void,
  ): Promise<PartnerRecord> {
    const revised = this.db.transaction(async (tx) => {
      const partner = await findOrRefuse(tx, PartnerRecord, id, version);
      rule(partner, await frameOf(tx, partner.projectId, id));
      await update(tx, PartnerRecord, partner);
      await record(tx, fact(partner));
      return partner;
    });
    return revised.catch(refuseSecondLead);
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

/** A partner is seen by whoever sees its project: it has no classification of its own that could lag behind. */
const withProjects =
  (viewer: Viewer): Condition =>
  (bind) =>
    `record.project_id IN (SELECT record.id FROM project record WHERE ${visibleTo(viewer)(bind)})`;

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
