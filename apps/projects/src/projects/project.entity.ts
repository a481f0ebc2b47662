import { isPublishable } from '@passerelle/domain/localized-text';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { consortiumFaults, judged, sameFlags, type Consortium, type QualityFlag } from '../consortium.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  ProjectState,
  ProjectTerms,
  projectRelations,
  inOrder,
  isOver,
  type JustifiedAct,
  type NewProject,
  type ProjectAct,
  type ProjectChange,
} from './project.schema.js';

export const acronymTaken = refusalKind({
  code: 'acronymTaken',
  status: 409,
  title: 'Acronym Taken',
});

export const operationCodeTaken = refusalKind({
  code: 'operationCodeTaken',
  status: 409,
  title: 'Operation Code Taken',
});

export const datesMissing = refusalKind({
  code: 'datesMissing',
  status: 409,
  title: 'Dates Missing',
});

export interface ProjectRecord extends Stored<typeof ProjectState> {}

@StoredAs('project', ProjectState)
export class ProjectRecord {
  static readonly relations = projectRelations;

  static register(name: Name, terms: NewProject): ProjectRecord {
    const beginning = { version: 1, status: 'contracting' as const, qualityFlags: [] };
    const project = Object.assign(new ProjectRecord(), name, beginning, terms);
    project.checkTerms();
    project.judge();
    return project;
  }

  /** The texts of an imported project are in the languages of its publisher; a title that lacks one is flagged. */
  get keepsItsLanguages(): boolean {
    return this.origin === 'imported';
  }

  change(terms: ProjectChange, consortium: Consortium): void {
    if (this.origin === 'own' && isOver(this.status)) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, ProjectTerms, terms);
    this.checkTerms();
    this.review(consortium);
  }

  /**
   * The quality flags of an imported project depend on the project, its partners and its programme, so each of their
   * changes computes them again. Returns whether they differ.
   */
  review(consortium: Consortium, hasStarted = this.status !== 'contracting'): boolean {
    if (this.origin === 'own') return false;
    const before = this.qualityFlags;
    this.judge(consortium, hasStarted);
    return !sameFlags(before, this.qualityFlags);
  }

  /** Whether an own project has what its start requires. */
  canStart(consortium: Consortium): boolean {
    return this.missingDates().length === 0 && consortiumFaults(consortium, true).length === 0;
  }

  /** The planned first day is replaced by the actual one. */
  start(act: ProjectAct, today: string, consortium: Consortium): void {
    this.advance(act, today, consortium);
    if (this.origin === 'own') this.refuseWithoutDates();
    this.judge(consortium, true);
    this.lasts(act.on ?? this.startsOn, this.endsOn);
  }

  /** Figures compute from the dates whether a project runs, so the last day is the actual one. */
  end(act: ProjectAct, today: string, consortium: Consortium): void {
    this.advance(act, today, consortium);
    this.lasts(this.startsOn, act.on ?? this.endsOn);
  }

  terminate(act: JustifiedAct, today: string, consortium: Consortium): void {
    this.advance(act, today, consortium);
    // Without dates it counts as running in no period, which is correct.
    if (this.status === 'contracting') this.lasts(null, null);
    else this.lasts(this.startsOn, act.on ?? this.endsOn);
  }

  /** What every act does: its day and its reason. After any of them the rules of the start apply. */
  advance({ on, reason }: ProjectAct, today: string, consortium: Consortium): void {
    if (on !== undefined) refuseFuture('on', on, today);
    else if (this.origin === 'own') throw inputFault('body', 'on', 'schemaViolation', 'must give the day of the act');
    if (on !== undefined && this.statusSince && on < this.statusSince)
      throw inputFault(
        'body',
        'on',
        'invalidPeriod',
        `must not be earlier than the previous act (${this.statusSince})`,
      );
    Object.assign(this, { statusSince: on ?? null, statusReason: reason ?? null });
    this.review(consortium, true);
  }

  private lasts(startsOn: string | null, endsOn: string | null): void {
    if (!inOrder({ startsOn, endsOn }))
      throw inputFault('body', 'on', 'invalidPeriod', `would make it last from ${startsOn} to ${endsOn}`);
    Object.assign(this, { startsOn, endsOn });
  }

  private judge(consortium?: Consortium, hasStarted = false): void {
    const faults = consortium === undefined ? [] : consortiumFaults(consortium, hasStarted);
    this.qualityFlags = [...judged(this.origin, faults), ...this.languageFlags()];
  }

  private checkTerms(): void {
    if (!inOrder(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', 'must not be earlier than startsOn');
    if (this.origin === 'imported') return;
    if (this.departments.length === 0)
      throw inputFault('body', 'departments', 'schemaViolation', 'must name at least one');
    if (this.status !== 'contracting') this.refuseWithoutDates();
  }

  private refuseWithoutDates(): void {
    const missing = this.missingDates();
    if (missing.length > 0) throw refusal(datesMissing, { missing: missing.join(', ') });
  }

  private missingDates(): string[] {
    return [...(this.startsOn ? [] : ['startsOn']), ...(this.endsOn ? [] : ['endsOn'])];
  }

  private languageFlags(): QualityFlag[] {
    const isLacking = this.classification === 'public' && !isPublishable(this.title);
    return this.keepsItsLanguages && isLacking ? ['languageIncomplete'] : [];
  }
}
