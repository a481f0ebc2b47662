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
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { loadHeldMeeting } from '../meetings/held-meeting.api.js';
import { sharingScopeOfAgreement } from '../agreements/agreements.api.js';
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
      const meeting = await loadHeldMeeting(tx, call.params.forumMeetingId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const decision = DecisionRecord.adopt(
        newId(),
        ref,
        call.body,
        meeting,
        await sharingScopeOfAgreement(tx, meeting.agreementId),
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
