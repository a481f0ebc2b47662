import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { unknownReference } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import { BodyRecord } from './body.entity.js';
import { bodyChanged, bodyRegistered } from './body.facts.js';
import { bodies, type BodyChange, type BodyQuery, type NewBody } from './body.schema.js';

@Injectable()
export class BodiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(query: BodyQuery, caller: Caller): Promise<Page> {
    return bodies.read(this.db, query, visibleTo(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<BodyRecord> {
    const body = await this.db.read((tx) => findOrRefuse(tx, BodyRecord, id));
    refuseUnseen(this.viewer(caller), body);
    return body;
  }

  register(terms: NewBody): Promise<BodyRecord> {
    return this.db.transaction(async (tx) => {
      await lineageOf(tx, terms.parentBodyId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const body = BodyRecord.register(newId(), ref, terms);
      await insert(tx, BodyRecord, body);
      await record(tx, bodyRegistered(body));
      return body;
    });
  }

  change(id: string, version: number | undefined, terms: BodyChange): Promise<BodyRecord> {
    return this.db.transaction(async (tx) => {
      if (terms.parentBodyId) await lockLineages(tx);
      const body = await findOrRefuse(tx, BodyRecord, id, version);
      body.change(terms, await lineageOf(tx, terms.parentBodyId));
      await update(tx, BodyRecord, body);
      await record(tx, bodyChanged(body));
      return body;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

/** Two bodies that move below each other at the same moment would each see the other where it stood before. */
async function lockLineages(tx: Tx): Promise<void> {
  await tx.query('LOCK TABLE body IN SHARE ROW EXCLUSIVE MODE');
}

/** The body itself and all above it; none where none is named, by absence or by null. */
async function lineageOf(tx: Tx, id: string | null | undefined): Promise<string[]> {
  if (!id) return [];
  const lineage = await tx.query<{ id: string }[]>(
    `WITH RECURSIVE lineage AS (
       SELECT id, parent_body_id FROM body WHERE id = $1
       UNION SELECT body.id, body.parent_body_id FROM body JOIN lineage ON body.id = lineage.parent_body_id)
     SELECT id FROM lineage`,
    [id],
  );
  if (lineage.length === 0) throw unknownReference('parentBodyId');
  return lineage.map((body) => body.id);
}
