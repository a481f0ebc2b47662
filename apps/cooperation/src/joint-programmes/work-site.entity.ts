import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { recordClosed, refusalKind, refuse, refuseFuture, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../bilingual.js';
import { frameOf, type Frame } from '../frame.js';
import { refuseOutsiders } from '../involved.js';
import type { JointAct, JointEnd } from '../joint-work.js';
import { refuseFull } from '../list-full.js';
import { refuseOutOfTurn } from '../told.js';
import {
  mostSupports,
  workSiteRelations,
  type NewWorkSite,
  type Opening,
  type Support,
  type WorkSiteChange,
  type WorkSiteStatus,
} from './work-site.schema.js';
import { isOver, workSiteStates } from './work-site.states.js';

export const supportMissing = refusalKind({
  code: 'supportMissing',
  status: 409,
  title: 'Support Missing',
  detail: {
    fr: 'Aucun soutien n’est enregistré pour {ref}: un chantier n’est ouvert que s’il est soutenu.',
    nl: 'Voor {ref} is geen draagvlak vastgelegd: een werf wordt pas geopend als er draagvlak is.',
    en: 'No support is recorded for {ref}: a work site is opened only where there is support.',
    de: 'Für {ref} ist kein Rückhalt erfasst: eine Baustelle wird nur mit Rückhalt eröffnet.',
  },
});

interface Named {
  readonly id: string;
  readonly ref: string;
  readonly jointProgrammeId: string;
}

/** A werf: the unit in which a joint programme works, on one place or subject. */
@Entity('work_site')
export class WorkSiteRecord {
  static readonly relations = workSiteRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: WorkSiteStatus;
  @Column('uuid') declare jointProgrammeId: string;
  @Column('jsonb') declare title: LocalizedText;
  @Column('jsonb', { nullable: true }) declare place: TerritorialRef | null;
  @Column('text') declare source: string;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('jsonb') declare supportRecorded: Support[];
  @Column('date', { nullable: true }) declare steeringGroupOn: string | null;
  @Column('date', { nullable: true }) declare openedOn: string | null;
  @Column('date', { nullable: true }) declare statusSince: string | null;
  @Column('jsonb', { nullable: true }) declare statusReason: LocalizedText | null;

  static propose(name: Named, terms: NewWorkSite, programme: Frame, today: string): WorkSiteRecord {
    const { supportRecorded, ...given } = terms;
    const beginning = { ...name, version: 1, supportRecorded: [], statusSince: null };
    const site: WorkSiteRecord = Object.assign(new WorkSiteRecord(), beginning, given);
    site.frameBy(programme);
    // One that was open already had its support before this register knew of it: the table has no such move.
    for (const support of supportRecorded)
      if (site.status === 'open') site.back(support, today);
      else site.support(support, today);
    refuseMonolingual(site);
    return site;
  }

  /** A site shows what its programme shows, to whom its programme shows it. */
  frameBy(programme: Frame): void {
    Object.assign(this, frameOf(programme));
  }

  follow(programme: Frame): void {
    this.frameBy(programme);
    refuseMonolingual(this);
  }

  change(terms: WorkSiteChange): void {
    if (isOver(this.status)) throw refuse(recordClosed, { ref: this.ref });
    Object.assign(this, terms);
    refuseMonolingual(this);
  }

  support(support: Support, today: string): void {
    this.status = stateAfter(workSiteStates, this.status, 'support');
    this.back(support, today);
    refuseMonolingual(this);
  }

  open({ on, steeringGroupOn }: Opening, today: string): void {
    if (this.supportRecorded.length === 0) throw refuse(supportMissing, { ref: this.ref });
    this.move('open', { on }, today);
    this.steeringGroupOn = steeringGroupOn;
    this.openedOn = on;
  }

  close(act: JointAct, today: string): void {
    this.move('close', act, today);
  }

  drop(act: JointEnd, today: string): void {
    this.move('drop', act, today);
  }

  /** Support is shown on its own days, in any order: the site moves on with the latest. */
  private back(support: Support, today: string): void {
    refuseFuture('on', support.on, today);
    if (support.party !== undefined) refuseOutsiders(this, [support.party]);
    refuseFull('supportRecorded', this.supportRecorded, mostSupports);
    this.supportRecorded = [...this.supportRecorded, support];
    if (this.status !== 'open')
      this.statusSince =
        this.supportRecorded
          .map(({ on }) => on)
          .sort()
          .at(-1) ?? null;
  }

  private move(verb: string, { on, reason }: JointAct, today: string): void {
    const status = stateAfter(workSiteStates, this.status, verb);
    refuseOutOfTurn(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
    refuseMonolingual(this);
  }
}
