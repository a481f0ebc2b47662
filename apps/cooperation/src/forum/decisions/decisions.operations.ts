import { Database, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { notAParty } from '../../shared/acts/participants.js';
import { sharingScopeOfAgreement } from '../agreements/agreements.api.js';
import { loadHeldMeeting, meetingNotHeld } from '../meetings/held-meeting.api.js';
import { actionItemClosed, DecisionRecord } from './decision.entity.js';
import { decisionExample } from './decision.example.js';
import { decisionAdopted, decisionChanged, decisionRetracted } from './decision.facts.js';
import { Decision, DecisionChange, decisions, NewDecision } from './decision.schema.js';

@RecordOperations({
  of: DecisionRecord,
  many: 'decisions',
  one: 'decision',
  scope: 'cooperation',
  returns: Decision,
  list: { summary: 'List decisions, recommendations and information items of the Forum', collection: decisions },
  read: { summary: 'Read a decision' },
  create: {
    act: 'adopt',
    address: 'forumMeetings/{forumMeetingId}/decisions',
    summary: 'Record what a meeting decided',
    body: NewDecision,
    make: async (name, terms, { tx, params }) => {
      const meeting = await loadHeldMeeting(tx, params['forumMeetingId'] ?? '');
      return DecisionRecord.adopt(name, terms, meeting, await sharingScopeOfAgreement(tx, meeting.agreementId));
    },
    fact: decisionAdopted,
    refuses: [resourceNotFound, recordRetracted, meetingNotHeld, notAParty, languageIncomplete],
    examples: { earlyNotice: decisionExample },
  },
  change: {
    summary: 'Correct a decision that has no closed action item',
    body: DecisionChange,
    apply: async (decision, terms, { tx }) => decision.change(terms, await hasClosedAction(tx, decision)),
    fact: decisionChanged,
    refuses: [actionItemClosed, notAParty, languageIncomplete],
    examples: { later: { dueOn: '2027-09-30' } },
  },
  retract: { summary: 'Take back a decision that was registered in error', fact: decisionRetracted },
})
export class Decisions {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: DecisionRecord, column: 'agreement_id', depth: 2, changed: decisionChanged });
  }
}

async function hasClosedAction(tx: Tx, { id }: DecisionRecord): Promise<boolean> {
  const sql = `SELECT 1 FROM action_item WHERE decision_id = $1 AND status = 'closed' AND retracted_at IS NULL LIMIT 1`;
  const closed = await tx.query<unknown[]>(sql, [id]);
  return closed.length > 0;
}
