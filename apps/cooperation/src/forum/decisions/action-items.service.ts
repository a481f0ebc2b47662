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
import { record, type FactOf } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { occurredOn, type RecordedOn } from '../../shared/acts/evidence.js';
import { sharingScopeOfAgreement } from '../agreements/agreements.api.js';
import { ActionItemRecord } from './action-item.entity.js';
import { actionClosed, actionOpened, actionReopened } from './action-item.facts.js';
import {
  actionItems,
  type ActionItemQuery,
  type Closure,
  type NewActionItem,
  type Reopening,
} from './action-item.schema.js';
import { DecisionRecord } from './decision.entity.js';

@Injectable()
export class ActionItemsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, ActionItemQuery>): Promise<Page> {
    return actionItems.read(this.db, call);
  }

  read(call: Call<undefined, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ActionItemRecord, call.params.actionItemId));
  }

  open(call: Call<NewActionItem, 'decisionId'>): Promise<ActionItemRecord> {
    return this.db.transaction(call, async (tx) => {
      const { decisionId } = call.params;
      await tx.query('SELECT 1 FROM decision WHERE id = $1 FOR SHARE', [decisionId]);
      const decision = await findOrRefuse(tx, DecisionRecord, decisionId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const item = ActionItemRecord.open(
        newId(),
        ref,
        call.body,
        decision,
        await sharingScopeOfAgreement(tx, decision.agreementId),
      );
      await insert(tx, ActionItemRecord, item);
      await record(tx, actionOpened(item));
      return item;
    });
  }

  close(call: Call<Closure, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.revise(call, actionClosed, async (item, day, tx) =>
      item.close(day, call.body, await decidedOn(tx, item)),
    );
  }

  reopen(call: Call<Reopening, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.revise(call, actionReopened, (item) => item.reopen(call.body));
  }

  /** An act of the party that owns the item, on the day given in the body. */
  private revise(
    call: Call<RecordedOn, 'actionItemId'>,
    fact: FactOf,
    rule: (item: ActionItemRecord, day: string, tx: Tx) => void | Promise<void>,
  ): Promise<ActionItemRecord> {
    return this.db.transaction(call, async (tx) => {
      const item = await findOrRefuse(tx, ActionItemRecord, call.params.actionItemId, call.expectedVersion);
      const attribution = { actingParty: item.ownerParty, recordingParty: call.caller.party, today: today(new Date()) };
      await rule(item, occurredOn(call.body, attribution), tx);
      await update(tx, ActionItemRecord, item);
      await record(tx, fact(item));
      return item;
    });
  }
}

/** Read without a lock: the owner of an item may have no right to lock the decision. */
async function decidedOn(tx: Tx, { decisionId }: ActionItemRecord): Promise<string> {
  const sql = 'SELECT decided_on::text AS day FROM decision WHERE id = $1';
  const [decision] = await tx.query<{ day: string }[]>(sql, [decisionId]);
  if (decision === undefined) throw refusal(resourceNotFound);
  return decision.day;
}
