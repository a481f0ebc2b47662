import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseOutOfTurn } from '../acts.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  PracticeState,
  PracticeTerms,
  practiceRelations,
  type NewPractice,
  type PracticeAct,
  type PracticeAdoption,
  type PracticeAssessment,
  type PracticeChange,
  type PracticeEvaluation,
  type PracticeRefusal,
  type PracticeStatus,
} from './practice.schema.js';

export const practiceTargetMissing = refusalKind({
  code: 'practiceTargetMissing',
  status: 409,
  title: 'Practice Target Missing',
});

const closed: readonly PracticeStatus[] = ['rejected', 'abandoned'];
const decided: readonly PracticeStatus[] = ['adopted', 'implemented', 'evaluated'];

/** What may be corrected once nothing more can become of it. */
const afterwards: readonly string[] = [
  'origin',
  'source',
  'basedOn',
  'departments',
  'themes',
  'classification',
] satisfies (keyof PracticeChange)[];

export interface PracticeRecord extends Stored<typeof PracticeState> {}

/** What another city does better, from the day on which it was seen to what it changed here. */
@StoredAs('practice', PracticeState)
export class PracticeRecord {
  static readonly relations = practiceRelations;

  static capture(name: Name, terms: NewPractice, today: string): PracticeRecord {
    refuseFuture('capturedOn', terms.capturedOn, today);
    return Object.assign(new PracticeRecord(), name, { version: 1, status: 'captured' as const }, terms);
  }

  change(terms: PracticeChange): void {
    if (closed.includes(this.status) && !Object.keys(terms).every((name) => afterwards.includes(name)))
      throw refusal(recordClosed, { ref: this.ref });
    if (terms.target !== undefined) this.refuseTarget(terms.target);
    mergeInto(this, PracticeTerms, terms);
    if (this.basedOn.some(({ resource, id }) => resource === 'practices' && id === this.id))
      throw inputFault('body', 'basedOn', 'schemaViolation', 'must not name the practice itself');
  }

  /** The first assessment dates it. One that was shortlisted is to be shortlisted again: that rested on the assessment before. */
  assess({ on, potential, assessment }: PracticeAssessment, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.assessedOn ??= on;
    this.potential = potential;
    this.assessment = assessment;
    this.shortlistedOn = null;
  }

  shortlist({ on }: PracticeAct, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.shortlistedOn = on;
  }

  reject({ on, reason }: PracticeRefusal, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.decidedOn = on;
    this.reason = reason;
  }

  adopt({ on, adoptedBy, target }: PracticeAdoption, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.decidedOn = on;
    this.adoptedOn = on;
    this.adoptedBy = adoptedBy;
    this.target = target ?? null;
  }

  /** N6: something that exists uses it; a plan or a project may have been taken back since it was named. */
  implement({ on }: PracticeAct, isTargetKnown: boolean, today: string): void {
    if (!isTargetKnown) throw refusal(practiceTargetMissing, { ref: this.ref });
    this.refuseOutOfTurn(on, today);
    this.implementedOn = on;
  }

  /** An evaluation replaces the one before. */
  evaluate({ on, result }: PracticeEvaluation, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.evaluatedOn = on;
    this.result = result;
  }

  abandon({ on, reason }: PracticeRefusal, today: string): void {
    this.refuseOutOfTurn(on, today);
    this.abandonedOn = on;
    this.reason = reason;
  }

  private refuseOutOfTurn(on: string, today: string): void {
    const { capturedOn, assessedOn, shortlistedOn, decidedOn, implementedOn, evaluatedOn } = this;
    const days = [capturedOn, assessedOn, shortlistedOn, decidedOn, implementedOn, evaluatedOn];
    refuseOutOfTurn(
      on,
      today,
      days
        .flatMap((day) => day ?? [])
        .sort()
        .at(-1) ?? null,
    );
  }

  /** What uses a practice is named once its adoption is decided; one that is in use has to keep some target. */
  private refuseTarget(target: PracticeChange['target']): void {
    if (!decided.includes(this.status))
      throw inputFault('body', 'target', 'schemaViolation', 'can be named once the adoption is decided');
    if (target === null && this.status !== 'adopted') throw refusal(practiceTargetMissing, { ref: this.ref });
  }
}
