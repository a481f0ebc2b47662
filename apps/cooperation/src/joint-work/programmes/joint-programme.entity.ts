import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { recordClosed, refusal, refuseFuture, stateAfter } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import type { JointAct } from '../joint-work.js';
import { refuseFull } from '../../shared/acts/bounded-list.js';
import { jointRelations } from '../../shared/visibility/relations.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  JointProgrammeState,
  JointProgrammeTerms,
  mostEditions,
  type JointProgrammeChange,
  type NewJointProgramme,
  type ProgrammeEdition,
} from './joint-programme.schema.js';
import { programmeStates } from './joint-programme.states.js';

export const editionExists = refusalKind({
  code: 'editionExists',
  status: 409,
  title: 'Edition Exists',
});

export interface JointProgrammeRecord extends Stored<typeof JointProgrammeState> {}

/** A programme that regions steer together over the years, such as T.OP Noordrand north of Brussels. */
@StoredAs('joint_programme', JointProgrammeState)
export class JointProgrammeRecord {
  static readonly relations = jointRelations;

  static register(id: string, ref: string, terms: NewJointProgramme, today: string): JointProgrammeRecord {
    const beginning = { id, ref, version: 1, status: 'running' as const, editions: [] };
    const programme = Object.assign(new JointProgrammeRecord(), beginning, terms);
    programme.check(today);
    return programme;
  }

  change(terms: JointProgrammeChange, today: string): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, JointProgrammeTerms, terms);
    this.check(today);
  }

  renew(edition: ProgrammeEdition, today: string): void {
    this.status = stateAfter(programmeStates, this.status, 'renew');
    refuseFuture('adoptedOn', edition.adoptedOn ?? '', today);
    const { year } = edition;
    if (this.editions.some((known) => known.year === year)) throw refusal(editionExists, { ref: this.ref, year });
    refuseFull('editions', this.editions, mostEditions);
    this.editions = [...this.editions, edition].sort((one, other) => other.year - one.year);
    this.latestEdition = this.editions[0]?.year ?? null;
    refuseMonolingual(this);
  }

  end({ on, reason }: JointAct, today: string): void {
    const status = stateAfter(programmeStates, this.status, 'end');
    refuseBeforePreviousAct(on, today, this.startedOn);
    Object.assign(this, { status, endedOn: on, endReason: reason ?? null });
    refuseMonolingual(this);
  }

  private check(today: string): void {
    refuseFuture('startedOn', this.startedOn ?? '', today);
    refuseMonolingual(this);
  }
}
