import { Database, findRetractedToo, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { languageIncomplete, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockMeeting, meetingForPosition, type MeetingForPosition } from '../meetings/meetings.api.js';
import { MeetingDays } from '../shared/meeting-days.js';
import { refuseUnknownGrounds } from './grounds.js';
import { InterestChain } from './interest-chain.schema.js';
import { chainOf } from './interest-chain.js';
import { meetingChanged } from './meeting-changes.js';
import { PositionRecord } from './position.entity.js';
import { positionExample } from './position.example.js';
import { positionChanged, positionDrafted, positionRetracted } from './position.facts.js';
import { positionLife } from './position.life.js';
import { NewPosition, Position, PositionChange, positions } from './position.schema.js';

@RecordOperations({
  of: PositionRecord,
  many: 'positions',
  one: 'position',
  scope: 'representation',
  returns: Position,
  list: { summary: 'List positions of the Region, with what became of each interest', collection: positions },
  read: { summary: 'Read a position' },
  create: {
    act: 'draft',
    summary: 'Draft a position: what the Region wants of a text',
    body: NewPosition,
    make: async (name, terms, { tx }, { known }: Positions) => {
      await refuseUnknownGrounds(tx, known, terms.basedOn);
      return PositionRecord.draft(name, terms, await meetingOf(tx, terms));
    },
    fact: positionDrafted,
    refuses: [languageIncomplete],
    examples: { contactPoints: positionExample },
  },
  change: {
    summary: 'Change a position',
    description:
      'All of it while it is a draft; later its co-signers, what it rests on, departments, themes, classification and document. What was defended is not edited: draft another position that is based on it.',
    body: PositionChange,
    apply: async (position, terms: PositionChange, { tx }, { known }) => {
      const before = position.basedOn;
      position.change(terms);
      if (terms.bodyMeetingId !== undefined || terms.agendaItem !== undefined)
        position.prepareFor(await meetingOf(tx, position));
      await refuseUnknownGrounds(tx, known, position.basedOn, before);
    },
    fact: positionChanged,
    refuses: [languageIncomplete],
    examples: { coordinatedByTheCipe: { coordination: 'cipe' } },
  },
  life: positionLife,
  lock: lockMeetingOf,
  retract: { summary: 'Take back a position that was registered in error', fact: positionRetracted },
})
export class Positions {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
    days: MeetingDays,
  ) {
    days.follow(meetingChanged);
  }

  @Operation({
    id: 'readInterest',
    route: 'GET /positions/{positionId}/interests/{n}',
    summary: 'Read one interest of a position, from what the Region wanted to what it got',
    scope: 'representation:read',
    returns: InterestChain,
    refuses: [resourceNotFound],
  })
  interest(call: Call<undefined, 'positionId' | 'n'>): Promise<object> {
    const { positionId, n } = call.params;
    return this.db.read(call, async (tx) => {
      const position = await findRetractedToo(tx, PositionRecord, positionId);
      return chainOf(tx, position, Number(n), this);
    });
  }
}

/** Locked: it is neither moved nor taken back in the meantime. */
async function meetingOf(
  tx: Tx,
  { bodyMeetingId: id }: { readonly bodyMeetingId?: string | null | undefined },
): Promise<MeetingForPosition | undefined> {
  return id ? meetingForPosition(tx, id) : undefined;
}

/** Before the position, as a meeting that moves locks its positions: so that neither waits for the other. */
async function lockMeetingOf(tx: Tx, id: string): Promise<void> {
  const sql = 'SELECT body_meeting_id AS id FROM position WHERE id = $1 AND body_meeting_id IS NOT NULL';
  for (const meeting of await tx.query<{ id: string }[]>(sql, [id])) await lockMeeting(tx, meeting.id);
}
