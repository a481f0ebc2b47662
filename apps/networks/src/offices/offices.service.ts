import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Condition, Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Classified, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import type { NetworkAct } from '../acts.js';
import { MembershipEnds, type EndedMembership } from '../membership-ends.js';
import { OfficeRecord, type Frame } from './office.entity.js';
import { officeEnded, officeLost, officeNominated, officeTaken, officeWon } from './office.facts.js';
import { offices, type NewOffice, type OfficeQuery } from './office.schema.js';

type Version = number | undefined;
type Rule = (office: OfficeRecord, today: string, frame: Frame) => void;

@Injectable()
export class OfficesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    ends: MembershipEnds,
  ) {
    ends.follow(endAll);
  }

  list(query: OfficeQuery, caller: Caller): Promise<Page> {
    return offices.read(this.db, query, withMemberships(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<OfficeRecord> {
    const office = await this.db.read((tx) => findOrRefuse(tx, OfficeRecord, id));
    const [membership] = await this.db.query<Classified>('SELECT classification FROM membership WHERE id = $1', [
      office.membershipId,
    ]);
    if (membership === undefined) throw refuse(resourceNotFound);
    refuseUnseen(this.viewer(caller), membership);
    return office;
  }

  nominate(membershipId: string, terms: NewOffice): Promise<OfficeRecord> {
    return this.db.transaction(async (tx) => {
      const frame = await frameOf(tx, membershipId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const office = OfficeRecord.nominate(newId(), ref, membershipId, terms, frame);
      await insert(tx, OfficeRecord, office);
      await record(tx, officeNominated(office));
      return office;
    });
  }

  win(id: string, version: Version, act: NetworkAct): Promise<OfficeRecord> {
    return this.perform(id, version, officeWon, (office, day, frame) => office.win(act, day, frame));
  }

  lose(id: string, version: Version, act: NetworkAct): Promise<OfficeRecord> {
    return this.perform(id, version, officeLost, (office, day) => office.lose(act, day));
  }

  take(id: string, version: Version, act: NetworkAct): Promise<OfficeRecord> {
    return this.perform(id, version, officeTaken, (office, day, frame) => office.take(act, day, frame));
  }

  end(id: string, version: Version, act: NetworkAct): Promise<OfficeRecord> {
    return this.perform(id, version, officeEnded, (office, day) => office.end(act, day));
  }

  private perform(id: string, version: Version, fact: typeof officeWon, rule: Rule): Promise<OfficeRecord> {
    return this.db.transaction(async (tx) => {
      const { membershipId } = await findOrRefuse(tx, OfficeRecord, id, version);
      const frame = await frameOf(tx, membershipId);
      // Read anew behind the lock: the end of the membership may have ended the office meanwhile.
      const office = await findOrRefuse(tx, OfficeRecord, id, version);
      rule(office, today(new Date()), frame);
      await update(tx, OfficeRecord, office);
      await record(tx, fact(office));
      return office;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

/** An office is seen by whoever sees its membership: it has no classification of its own that could lag behind. */
const withMemberships =
  (viewer: Viewer): Condition =>
  (bind) =>
    `record.membership_id IN (SELECT record.id FROM membership record WHERE ${visibleTo(viewer)(bind)})`;

/** Takes a share of the membership's lock: it does not end while an office that rests on it comes or moves. */
async function frameOf(tx: Tx, membershipId: string): Promise<Frame> {
  const [frame] = await tx.query<Frame[]>(
    `SELECT ref, network_id AS "networkId", holder_kind AS "holderKind", since::text, until::text,
            status IN ('active', 'inArrears', 'noticeGiven', 'ended') AS member
       FROM membership WHERE id = $1 FOR SHARE`,
    [membershipId],
  );
  if (frame === undefined) throw refuse(resourceNotFound);
  return frame;
}

/** Nobody stays in office who is no longer a member; a term that was over before ended on its own last day. */
async function endAll(tx: Tx, { id, until }: EndedMembership): Promise<void> {
  const running = await tx
    .createQueryBuilder(OfficeRecord, 'office')
    .where(`office.membershipId = :id AND office.status = 'inOffice'`, { id })
    .orderBy('office.id')
    .getMany();
  for (const office of running) {
    const { endsOn = until } = office.term;
    office.end({ on: endsOn < until ? endsOn : until }, until);
    await update(tx, OfficeRecord, office);
    await record(tx, officeEnded(office));
  }
}
