import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { ServiceContext } from '@passerelle/platform/service';
import { heldMeeting } from '../held-meeting.js';
import { frameUnder } from '../under-agreement.js';
import { DecisionRecord } from './decision.entity.js';
import { decisionAdopted, decisionChanged } from './decision.facts.js';
import { decisions, type DecisionChange, type DecisionQuery, type NewDecision } from './decision.schema.js';

@Injectable()
export class DecisionsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, DecisionQuery>): Promise<Page> {
    return decisions.read(this.db, call);
  }

  read(call: Call<undefined, 'decisionId'>): Promise<DecisionRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, DecisionRecord, call.params.decisionId));
  }

  adopt(call: Call<NewDecision, 'forumMeetingId'>): Promise<DecisionRecord> {
    return this.db.transaction(call, async (tx) => {
      const meeting = await heldMeeting(tx, call.params.forumMeetingId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const decision = DecisionRecord.adopt(
        newId(),
        ref,
        call.body,
        meeting,
        await frameUnder(tx, meeting.agreementId),
      );
      await insert(tx, DecisionRecord, decision);
      await record(tx, decisionAdopted(decision));
      return decision;
    });
  }

  change(call: Call<DecisionChange, 'decisionId'>): Promise<DecisionRecord> {
    return this.db.transaction(call, async (tx) => {
      const decision = await findOrRefuse(tx, DecisionRecord, call.params.decisionId, call.expectedVersion);
      decision.change(call.body, await hasClosedAction(tx, decision.id));
      await update(tx, DecisionRecord, decision);
      await record(tx, decisionChanged(decision));
      return decision;
    });
  }
}

async function hasClosedAction(tx: Tx, id: string): Promise<boolean> {
  const sql = `SELECT 1 FROM action_item WHERE decision_id = $1 AND status = 'closed' LIMIT 1`;
  const closed = await tx.query<unknown[]>(sql, [id]);
  return closed.length > 0;
}
