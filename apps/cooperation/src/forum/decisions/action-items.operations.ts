import { Database, findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { notAParty } from '../../shared/acts/participants.js';
import { sharingScopeOfAgreement } from '../agreements/agreements.api.js';
import { ActionItemRecord } from './action-item.entity.js';
import { actionChanged, actionOpened, actionRetracted } from './action-item.facts.js';
import { actionLife, decidedOn } from './action-item.life.js';
import { ActionItem, ActionItemChange, actionItems, NewActionItem } from './action-item.schema.js';
import { DecisionRecord } from './decision.entity.js';
import { actionExample } from './decision.example.js';

@RecordOperations({
  of: ActionItemRecord,
  many: 'actionItems',
  one: 'actionItem',
  scope: 'cooperation',
  returns: ActionItem,
  list: { summary: 'List action items of decisions of the Forum', collection: actionItems },
  read: { summary: 'Read an action item' },
  create: {
    act: 'open',
    address: 'decisions/{decisionId}/actionItems',
    summary: 'Record an action item of a decision: what a party does, and by when',
    body: NewActionItem,
    make: async (name, terms, { tx, params }) => {
      const decision = await lockedDecision(tx, params['decisionId'] ?? '');
      return ActionItemRecord.open(name, terms, decision, await sharingScopeOfAgreement(tx, decision.agreementId));
    },
    fact: actionOpened,
    refuses: [resourceNotFound, recordRetracted, notAParty, languageIncomplete],
    examples: { list: actionExample },
  },
  change: {
    summary: 'Correct the title or the due day of an open action item',
    body: ActionItemChange,
    apply: async (item, terms, { tx }) => item.change(terms, await decidedOn(tx, item)),
    fact: actionChanged,
    refuses: [languageIncomplete],
    examples: { later: { dueOn: '2027-06-30' } },
  },
  life: actionLife,
  retract: { summary: 'Take back an action item that was registered in error', fact: actionRetracted },
})
export class ActionItems {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    clock: DeadlineWorker,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: ActionItemRecord, column: 'agreement_id', depth: 3, changed: actionChanged });
    clock.keep(ActionItemRecord, actionLife);
  }
}

/** A share lock keeps the visibility from changing, and the decision from being taken back, while an item is added. */
async function lockedDecision(tx: Tx, id: string): Promise<DecisionRecord> {
  await tx.query('SELECT 1 FROM decision WHERE id = $1 FOR SHARE', [id]);
  return findOrRefuse(tx, DecisionRecord, id);
}
