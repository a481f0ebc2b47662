import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
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

  static register(name: Name, terms: NewJointProgramme, today: string): JointProgrammeRecord {
    refuseFuture('startedOn', terms.startedOn ?? '', today);
    const beginning = { version: 1, status: 'running' as const, editions: [] };
    return Object.assign(new JointProgrammeRecord(), name, beginning, terms);
  }

  change(terms: JointProgrammeChange, today: string): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, JointProgrammeTerms, terms);
    refuseFuture('startedOn', this.startedOn ?? '', today);
  }

  renew(edition: ProgrammeEdition, today: string): void {
    refuseFuture('adoptedOn', edition.adoptedOn ?? '', today);
    const { year } = edition;
    if (this.editions.some((known) => known.year === year)) throw refusal(editionExists, { ref: this.ref, year });
    refuseFull('editions', this.editions, mostEditions);
    this.editions = [...this.editions, edition].sort((one, other) => other.year - one.year);
    this.latestEdition = this.editions[0]?.year ?? null;
  }

  end({ on, reason }: JointAct, today: string): void {
    refuseBeforePreviousAct(on, today, this.startedOn);
    Object.assign(this, { endedOn: on, endReason: reason ?? null });
  }
}
