import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseFull } from '../../shared/acts/bounded-list.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import type { JointAct } from '../joint-work.js';
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

export interface WorkSiteRecord extends Stored<typeof WorkSiteState> {}

/** A work site (werf): the unit in which a joint programme works, on one place or subject. */
@StoredAs('work_site', WorkSiteState)
export class WorkSiteRecord {
  static readonly relations = workSiteRelations;

  static propose(
    name: Name,
    { supportRecorded, ...terms }: NewWorkSite,
    programme: SharingScope & { readonly id: string },
    today: string,
  ): WorkSiteRecord {
    const beginning = { ...name, version: 1, jointProgrammeId: programme.id, supportRecorded: [], statusSince: null };
    const scope = sharingScopeOf(programme);
    const site: WorkSiteRecord = Object.assign(new WorkSiteRecord(), beginning, terms, scope);
    for (const support of supportRecorded) site.support(support, today);
    if (site.status === 'proposed' && supportRecorded.length > 0) site.status = 'supported';
    return site;
  }

  change(terms: WorkSiteChange): void {
    if (this.status === 'closed' || this.status === 'dropped') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, WorkSiteTerms, terms);
  }

  /** Evidence of support may come in any order: `statusSince` is its latest day. A site registered as open had its support earlier. */
  support(support: Support, today: string): void {
    refuseFuture('on', support.on, today);
    if (support.party !== undefined) refuseNonParties(this, [support.party]);
    refuseFull('supportRecorded', this.supportRecorded, mostSupports);
    this.supportRecorded = [...this.supportRecorded, support];
    const days = this.supportRecorded.map(({ on }) => on);
    if (this.status !== 'open') this.statusSince = days.sort().at(-1) ?? null;
  }

  open({ on, steeringGroupOn }: Opening, today: string): void {
    this.advance({ on }, today);
    this.steeringGroupOn = steeringGroupOn;
    this.openedOn = on;
  }

  /** The day and the reason of an act that moves the site on. */
  advance({ on, reason }: JointAct, today: string): void {
    refuseBeforePreviousAct(on, today, this.statusSince);
    Object.assign(this, { statusSince: on, statusReason: reason ?? null });
  }
}
