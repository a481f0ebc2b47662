import { onRecord } from '@passerelle/domain/period';
import { subtractWorkingDays } from '@passerelle/domain/working-days';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { MeetingForPosition } from '../meetings/meetings.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { refuseUnneeded, refuseWithoutConsensus, refuseWithoutDisagreement } from './coordination.js';
import type { NewInterest } from './interest.schema.js';
import {
  mostInterventions,
  type Abstention,
  type Assessment,
  type BelgianCoordination,
  type NewIntervention,
  type PositionWithdrawal,
  type Publication,
  type RegionalCoordination,
  type Revision,
  type Validation,
} from './position-acts.schema.js';
import {
  PositionState,
  PositionTerms,
  positionRelations,
  type NewPosition,
  type PositionChange,
} from './position.schema.js';

export const seatWithoutVote = refusalKind({
  code: 'seatWithoutVote',
  status: 409,
  title: 'Seat Without Vote',
});

export const interventionsFull = refusalKind({
  code: 'interventionsFull',
  status: 409,
  title: 'Interventions Full',
});

/** What a position takes from its meeting. */
type MeetingDays = Pick<MeetingForPosition, 'bodyId' | 'startsOn' | 'status' | 'positionDays'>;
type Agenda = readonly Pick<MeetingForPosition['agenda'][number], 'n' | 'procedure'>[];
type Meeting = MeetingDays & { readonly agenda: Agenda };

/** What may be changed once it is no longer a draft: nothing that was agreed. */
const afterwards: readonly string[] = [
  'coSigners',
  'basedOn',
  'departments',
  'themes',
  'classification',
  'document',
] satisfies (keyof PositionChange)[];

export interface PositionRecord extends Stored<typeof PositionState> {}

/** What the Region wants of a text, from the draft to what became of it. */
@StoredAs('position', PositionState)
export class PositionRecord {
  static readonly relations = positionRelations;

  static draft(name: Name, terms: NewPosition, meeting: Meeting | undefined): PositionRecord {
    const beginning = { version: 1, status: 'draft' as const, interventions: [], ...unvalidated };
    const interests = numbered(terms.interests);
    const position = Object.assign(new PositionRecord(), name, beginning, terms, { interests });
    position.prepareFor(meeting);
    return position;
  }

  /** P9: what was agreed is not edited. One drafts another position that rests on it. */
  change(terms: PositionChange): void {
    const isOpen = this.status !== 'withdrawn' && Object.keys(terms).every((name) => afterwards.includes(name));
    if (this.status !== 'draft' && !isOpen) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, PositionTerms, terms);
    this.interests = numbered(this.interests);
    if (this.basedOn.some(({ resource, id }) => resource === 'positions' && id === this.id))
      throw inputFault('body', 'basedOn', 'schemaViolation', 'must not name the position itself');
  }

  /** The meeting for which it is prepared, if any; without a procedure of its own it has that of the agenda item. */
  prepareFor(meeting: Meeting | undefined): void {
    const item = meeting?.agenda.find(({ n }) => n === this.agendaItem);
    if (this.agendaItem && item === undefined)
      throw inputFault('body', 'agendaItem', 'schemaViolation', 'must be on the agenda of the meeting');
    this.procedure ??= item?.procedure ?? null;
    this.follow(meeting);
  }

  /**
   * The days that depend on its meeting; a day that moves may make a validation late, or timely. A meeting that was cancelled has no
   * day, so that nothing is due for it.
   */
  follow(meeting: MeetingDays | undefined): void {
    const held = meeting?.status === 'cancelled' ? undefined : meeting;
    this.bodyId = meeting?.bodyId ?? null;
    this.meetingOn = held?.startsOn ?? null;
    this.dueOn = held === undefined ? null : lastDayBefore(held);
    this.timely = this.validatedOn && this.dueOn ? this.validatedOn <= this.dueOn : null;
  }

  validate({ on, by }: Validation, today: string): void {
    refuseFuture('on', on, today);
    this.validatedOn = on;
    this.validatedBy = by;
    this.timely = this.dueOn ? on <= this.dueOn : null;
    this.reason = null;
  }

  /** An agreement was on its text: all who gave one are asked again. */
  revise({ reason }: Revision): void {
    Object.assign(this, unvalidated, { reason });
  }

  coordinateRegionally({ on, result }: RegionalCoordination, today: string): void {
    refuseFuture('on', on, today);
    this.regionalOn = on;
    this.regionalResult = result;
  }

  /** It may be repeated: in the CIPE, after the DGE did not agree. */
  coordinateBelgium({ on, forum, result }: BelgianCoordination, today: string): void {
    refuseUnneeded(this);
    refuseFuture('on', on, today);
    refuseBefore(this.belgianOn, on);
    this.belgianOn = on;
    this.belgianForum = forum;
    this.belgianResult = result;
  }

  /** Its interventions may be recorded later, in any order. */
  defend(intervention: NewIntervention, meeting: Pick<MeetingForPosition, 'voting'> | undefined, today: string): void {
    refuseWithoutConsensus(this);
    if (intervention.form === 'vote' && meeting?.voting === false) throw refusal(seatWithoutVote, { ref: this.ref });
    if (this.hasNoRoom()) throw refusal(interventionsFull, { ref: this.ref, most: mostInterventions });
    refuseFuture('on', intervention.on, today);
    refuseBefore(this.validatedOn, intervention.on);
    this.interventions = [...this.interventions, intervention];
    this.defendedOn = this.interventions.map(({ on }) => on).sort()[0] ?? null;
  }

  hasNoRoom(): boolean {
    return this.interventions.length >= mostInterventions;
  }

  abstain({ on }: Abstention, today: string): void {
    refuseWithoutDisagreement(this);
    refuseFuture('on', on, today);
    refuseBefore(this.belgianOn, on);
    this.abstainedOn = on;
  }

  /** An assessment replaces the one before, whole. */
  assess({ on, adopted, uptakes }: Assessment, today: string): void {
    refuseFuture('on', on, today);
    refuseBefore(this.defendedOn ?? this.abstainedOn, on);
    refuseFuture('adopted.on', adopted.on, today);
    if (adopted.on > on)
      throw inputFault('body', 'adopted.on', 'invalidPeriod', `must not be later than the assessment (${on})`);
    this.refuseOtherInterests(uptakes.map(({ n }) => n));
    this.interests = this.interests.map(({ uptake: _, passage: __, ...wish }) => ({
      ...wish,
      ...uptakes.find(({ n }) => n === wish.n),
    }));
    this.adopted = adopted;
    this.assessedOn = on;
  }

  publishAt({ on, href }: Publication, today: string): void {
    refuseFuture('on', on, today);
    refuseBefore(this.validatedOn, on);
    this.publishedOn = on;
    this.publishedAt = href;
  }

  withdraw({ reason }: PositionWithdrawal): void {
    this.reason = reason;
  }

  private refuseOtherInterests(assessed: readonly number[]): void {
    const all = this.interests.map(({ n }) => n);
    if (all.length !== assessed.length || !all.every((n) => assessed.includes(n)))
      throw inputFault('body', 'uptakes', 'schemaViolation', `must have one for each interest: ${all.join(', ')}`);
  }
}

/** Of a draft that is not agreed to yet. */
const unvalidated = {
  validatedOn: null,
  validatedBy: null,
  timely: null,
  regionalOn: null,
  regionalResult: null,
  belgianOn: null,
  belgianForum: null,
  belgianResult: null,
};

const numbered = <Given extends NewInterest>(interests: readonly Given[]) =>
  interests.map((interest, index) => ({ ...interest, n: index + 1 }));

const lastDayBefore = ({ startsOn, positionDays }: MeetingDays): string =>
  within('bodyMeetingId', () => onRecord(subtractWorkingDays(startsOn, positionDays)));

function refuseBefore(before: string | null, on: string): void {
  if (before && on < before)
    throw inputFault('body', 'on', 'invalidPeriod', `must not be earlier than the previous act (${before})`);
}
