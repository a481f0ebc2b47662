import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { BodyRecord } from './body.entity.js';
import { bodyChanged, bodyRegistered } from './body.facts.js';
import { bodies, type BodyChange, type BodyQuery, type NewBody } from './body.schema.js';

@Injectable()
export class BodiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, BodyQuery>): Promise<Page> {
    return bodies.read(this.db, call);
  }

  read(call: Call<undefined, 'bodyId'>): Promise<BodyRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, BodyRecord, call.params.bodyId));
  }

  register(call: Call<NewBody>): Promise<BodyRecord> {
    return this.db.transaction(call, async (tx) => {
      await lineageOf(tx, call.body.parentBodyId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const body = BodyRecord.register(newId(), ref, call.body);
      await insert(tx, BodyRecord, body);
      await record(tx, bodyRegistered(body));
      return body;
    });
  }

  change(call: Call<BodyChange, 'bodyId'>): Promise<BodyRecord> {
    return this.db.transaction(call, async (tx) => {
      if (call.body.parentBodyId) await lockLineages(tx);
      const body = await findOrRefuse(tx, BodyRecord, call.params.bodyId, call.expectedVersion);
      body.change(call.body, await lineageOf(tx, call.body.parentBodyId));
      await update(tx, BodyRecord, body);
      await record(tx, bodyChanged(body));
      return body;
    });
  }
}

/** Without this lock, two bodies that are moved below each other concurrently would each see the other's old parent. */
async function lockLineages(tx: Tx): Promise<void> {
  await tx.query('LOCK TABLE body IN SHARE ROW EXCLUSIVE MODE');
}

/** The named parent and all its ancestors; empty if no parent is named, or null. */
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
