import { isPublishable, type LocalizedText } from '@passerelle/domain/localized-text';
import {
  inputFault,
  recordClosed,
  refusalKind,
  refuse,
  refuseFuture,
  refuseIncomplete,
} from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { consortiumFaults, judged, type Consortium, type Origin, type QualityFlag } from '../consortium.js';
import {
  projectRelations,
  inOrder,
  type ExternalIds,
  type JustifiedAct,
  type NewProject,
  type ProjectAct,
  type ProjectChange,
  type ProjectStatus,
} from './project.schema.js';
import { isOver, statusAfter } from './project.states.js';

export const acronymTaken = refusalKind({
  code: 'acronymTaken',
  status: 409,
  title: 'Acronym Taken',
  detail: {
    fr: 'Un projet de ce programme porte déjà l’acronyme «{acronym}».',
    nl: 'Een project van dit programma draagt het acroniem «{acronym}» al.',
    en: 'A project of this programme has the acronym "{acronym}" already.',
    de: 'Ein Projekt dieses Programms trägt das Akronym «{acronym}» bereits.',
  },
});

export const datesMissing = refusalKind({
  code: 'datesMissing',
  status: 409,
  title: 'Dates Missing',
  detail: {
    fr: 'Un projet démarre avec un premier et un dernier jour; il manque: {missing}.',
    nl: 'Een project start met een eerste en een laatste dag; er ontbreekt: {missing}.',
    en: 'A project starts with a first and a last day; missing: {missing}.',
    de: 'Ein Projekt startet mit einem ersten und einem letzten Tag; es fehlt: {missing}.',
  },
});

@Entity('project')
export class ProjectRecord {
  static readonly relations = projectRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: ProjectStatus;
  @Column('uuid') declare programmeId: string;
  @Column('text') declare acronym: string;
  @Column('jsonb') declare title: LocalizedText;
  @Column('jsonb', { nullable: true }) declare summary: LocalizedText | null;
  @Column('date', { nullable: true }) declare startsOn: string | null;
  @Column('date', { nullable: true }) declare endsOn: string | null;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text', { array: true }) declare departments: string[];
  @Column('text') declare classification: string;
  @Column('text', { nullable: true }) declare role: string | null;
  @Column('text') declare origin: Origin;
  @Column('text', { nullable: true }) declare importSource: string | null;
  @Column('jsonb', { nullable: true }) declare externalIds: ExternalIds | null;
  @Column('text', { array: true }) declare regionalPartners: string[];
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('date', { nullable: true }) declare statusSince: string | null;
  @Column('jsonb', { nullable: true }) declare statusReason: LocalizedText | null;
  @Column('text', { array: true }) declare qualityFlags: QualityFlag[];

  static register(id: string, ref: string, terms: NewProject): ProjectRecord {
    const beginning = { id, ref, version: 1, status: 'contracting' as const, qualityFlags: [] };
    const project = Object.assign(new ProjectRecord(), beginning, terms);
    project.checkTerms();
    project.judge();
    return project;
  }

  change(terms: ProjectChange, consortium: Consortium): void {
    if (this.origin === 'own' && isOver(this.status)) throw refuse(recordClosed, { ref: this.ref });
    Object.assign(this, terms);
    this.checkTerms();
    if (this.origin === 'imported') this.judge(consortium);
  }

  /** The first day of the plan gives way to the day on which it truly began. */
  start(act: ProjectAct, today: string, consortium: Consortium): void {
    this.move('start', act, today);
    if (this.origin === 'own') this.refuseWithoutDates();
    this.judge(consortium);
    this.lasts(act.on ?? this.startsOn, this.endsOn);
  }

  suspend(act: ProjectAct, today: string): void {
    this.move('suspend', act, today);
  }

  resume(act: ProjectAct, today: string): void {
    this.move('resume', act, today);
  }

  /** Figures read whether a project runs from its dates, so the last day is the one on which it truly ended. */
  end(act: ProjectAct, today: string): void {
    this.move('end', act, today);
    this.lasts(this.startsOn, act.on ?? this.endsOn);
  }

  close(act: ProjectAct, today: string, consortium: Consortium): void {
    this.move('close', act, today);
    if (this.origin === 'imported') this.judge(consortium);
  }

  revertClosure(act: JustifiedAct, today: string): void {
    this.move('revertClosure', act, today);
  }

  terminate(act: JustifiedAct, today: string): void {
    const neverRan = this.status === 'contracting';
    this.move('terminate', act, today);
    // Without dates it counts as running in no period, which is the truth.
    if (neverRan) this.lasts(null, null);
    else this.lasts(this.startsOn, act.on ?? this.endsOn);
  }

  private move(verb: string, { on, reason }: ProjectAct, today: string): void {
    const status = statusAfter(this.origin, this.status, verb);
    if (on !== undefined) refuseFuture('on', on, today);
    else if (this.origin === 'own') throw inputFault('body', 'on', 'schemaViolation', 'is needed: on which day?');
    if (on !== undefined && this.statusSince && on < this.statusSince)
      throw inputFault('body', 'on', 'invalidPeriod', `lies before the act before it, of ${this.statusSince}`);
    Object.assign(this, { status, statusSince: on ?? null, statusReason: reason ?? null });
  }

  private lasts(startsOn: string | null, endsOn: string | null): void {
    if (!inOrder({ startsOn, endsOn }))
      throw inputFault('body', 'on', 'invalidPeriod', `would make it last from ${startsOn} to ${endsOn}`);
    Object.assign(this, { startsOn, endsOn });
  }

  /** Own projects are judged when they start; what an imported one lacks is counted again whenever it moves. */
  private judge(consortium?: Consortium): void {
    const faults = consortium === undefined || this.status === 'contracting' ? [] : consortiumFaults(consortium);
    this.qualityFlags = [...judged(this.origin, faults), ...this.languageFlags()];
  }

  private checkTerms(): void {
    if (!inOrder(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', 'must not lie before startsOn');
    if (this.origin === 'imported') return;
    if (this.departments.length === 0) throw inputFault('body', 'departments', 'schemaViolation', 'names none');
    if (this.status !== 'contracting') this.refuseWithoutDates();
    refuseIncomplete(this.classification, this.title);
  }

  private refuseWithoutDates(): void {
    const missing = [...(this.startsOn ? [] : ['startsOn']), ...(this.endsOn ? [] : ['endsOn'])];
    if (missing.length > 0) throw refuse(datesMissing, { missing: missing.join(', ') });
  }

  /** Another publisher's title comes in the languages that it has. */
  private languageFlags(): QualityFlag[] {
    const isLacking = this.classification === 'public' && !isPublishable(this.title);
    return this.origin === 'imported' && isLacking ? ['languageIncomplete'] : [];
  }
}
