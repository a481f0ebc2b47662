import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { recordClosed, refusal, refuseFuture, stateAfter } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import type { JointAct, JointEnd } from '../joint-work.js';
import { refuseFull } from '../../shared/acts/bounded-list.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  WorkSiteState,
  WorkSiteTerms,
  mostSupports,
  workSiteRelations,
  type NewWorkSite,
  type Opening,
  type Support,
  type WorkSiteChange,
} from './work-site.schema.js';
import { isOver, workSiteStates } from './work-site.states.js';

export const supportMissing = refusalKind({
  code: 'supportMissing',
  status: 409,
  title: 'Support Missing',
});

interface Named {
  readonly id: string;
  readonly ref: string;
  readonly jointProgrammeId: string;
}

export interface WorkSiteRecord extends Stored<typeof WorkSiteState> {}

/** A work site (werf): the unit in which a joint programme works, on one place or subject. */
@StoredAs('work_site', WorkSiteState)
export class WorkSiteRecord {
  static readonly relations = workSiteRelations;

  static propose(name: Named, terms: NewWorkSite, programme: SharingScope, today: string): WorkSiteRecord {
    const { supportRecorded, ...given } = terms;
    const beginning = { ...name, version: 1, supportRecorded: [], statusSince: null };
    const site: WorkSiteRecord = Object.assign(new WorkSiteRecord(), beginning, given);
    site.frameBy(programme);
    // A site registered as open had its support earlier: the state table has no such transition.
    for (const support of supportRecorded)
      if (site.status === 'open') site.back(support, today);
      else site.support(support, today);
    refuseMonolingual(site);
    return site;
  }

  /** A site copies the visibility of its programme. */
  frameBy(programme: SharingScope): void {
    Object.assign(this, sharingScopeOf(programme));
  }

  follow(programme: SharingScope): void {
    this.frameBy(programme);
    refuseMonolingual(this);
  }

  change(terms: WorkSiteChange): void {
    if (isOver(this.status)) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, WorkSiteTerms, terms);
    refuseMonolingual(this);
  }

  support(support: Support, today: string): void {
    this.status = stateAfter(workSiteStates, this.status, 'support');
    this.back(support, today);
    refuseMonolingual(this);
  }

  open({ on, steeringGroupOn }: Opening, today: string): void {
    if (this.supportRecorded.length === 0) throw refusal(supportMissing, { ref: this.ref });
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

  /** Evidence of support may come in any order: `statusSince` is its latest day. */
  private back(support: Support, today: string): void {
    refuseFuture('on', support.on, today);
    if (support.party !== undefined) refuseNonParties(this, [support.party]);
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
    refuseBeforePreviousAct(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
    refuseMonolingual(this);
  }
}
