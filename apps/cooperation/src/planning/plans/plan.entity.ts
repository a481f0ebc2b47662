import { referenceEntry } from '@passerelle/domain/reference-list';
import type { Party } from '@passerelle/domain/party';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { refuseUnsourced } from '../../shared/acts/evidence.js';
import { planRelations } from '../../shared/visibility/relations.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import { isAdopted, isEnded, type ComponentStatus } from './component.states.js';
import { PlanState, PlanTerms, type NewPlan, type PlanChange, type PlanStatus } from './plan.schema.js';

export const alreadyTold = refusalKind({
  code: 'alreadyTold',
  status: 409,
  title: 'Already Told',
});

const TypeDetails = z.object({ party: z.string().optional(), legalNature: z.string() });

const typeOf = (planType: string) => TypeDetails.parse(referenceEntry('planTypes', planType)?.details);

/** What a plan takes from its parts, their steps and its notices. */
export interface PlanChildren {
  readonly parts: readonly ComponentStatus[];
  readonly firstNoticeOn: string | null;
  readonly firstInquiryOn: string | null;
}

/** Who registers or corrects a plan. */
type Registrar = Pick<ActContext, 'side' | 'home'>;

export interface PlanRecord extends Stored<typeof PlanState> {}

/** A plan of one of the four planning authorities, or of a foreign one: a set of parts, each with its own procedure. */
@StoredAs('plan', PlanState)
export class PlanRecord {
  static readonly relations = planRelations;

  /** `side` of who registers it is another region; undefined for the home region's staff. */
  static register(name: Name, { components: _, ...terms }: NewPlan, by: Registrar): PlanRecord {
    const { side } = by;
    const { party, legalNature } = typeOf(terms.planType);
    if (terms.party !== party)
      throw inputFault(
        'body',
        'party',
        'planTypeOfOtherAuthority',
        party === undefined
          ? 'a plan of this type is made by none of the four authorities'
          : `a plan of this type is made by ${party}`,
      );
    const beginning = { ...name, version: 1, status: 'inPreparation' as const, legalNature };
    const nothingYet = { firstNoticeOn: null, firstInquiryOn: null };
    const plan = Object.assign(new PlanRecord(), beginning, nothingYet, onlyGiven(terms));
    plan.refuseUnsourced(by);
    plan.keepToSide(side);
    if (side !== undefined && plan.classification !== 'internal')
      throw inputFault('body', 'classification', 'schemaViolation', 'must be internal: only Brussels publishes here');
    return plan;
  }

  /** `notified` are the regions that were sent a notice of the plan: they keep their access. */
  change(terms: PlanChange, by: Registrar, notified: readonly string[] = []): void {
    const { side } = by;
    this.refuseClosed();
    const { classification, parties } = this;
    mergeInto(this, PlanTerms, terms);
    this.refuseUnsourced(by);
    const lost = parties.find((party) => notified.includes(party) && !this.parties.includes(party));
    if (lost !== undefined) throw refusal(alreadyTold, { party: lost, ref: this.ref });
    this.keepToSide(side);
    if (side !== undefined && this.classification !== classification)
      throw inputFault(
        'body',
        'classification',
        'schemaViolation',
        'can be changed by Brussels only, which runs this register',
      );
  }

  refuseClosed(): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
  }

  /** Its status and its first days follow from the records under it. */
  follow({ parts, ...first }: PlanChildren): void {
    Object.assign(this, first);
    this.status = statusOf(parts);
  }

  /** Regions were sent a notice on a day. The plan is shared with its addressees. */
  tell(toParties: readonly Party[], on: string): void {
    this.parties = [...new Set([...this.parties, ...toParties])];
    this.firstNoticeOn = earliest(this.firstNoticeOn, on);
  }

  private refuseUnsourced({ side, home }: Registrar): void {
    refuseUnsourced(this.source, { actingParty: this.party ?? undefined, recordingParty: side ?? home });
  }

  /** Another region registers only its own plans, and only ones that it can see. */
  private keepToSide(side: string | undefined): void {
    if (side === undefined) return;
    if (this.party !== side)
      throw inputFault('body', 'party', 'schemaViolation', `must be ${side}: each region registers its own plans`);
    if (!this.parties.some((party) => party === side))
      throw inputFault('body', 'parties', 'schemaViolation', `must name ${side}`);
  }
}

function statusOf(parts: readonly ComponentStatus[]): PlanStatus {
  if (parts.length > 0 && parts.every(isEnded)) return 'ended';
  if (parts.some(isAdopted)) return 'adopted';
  return parts.some((part) => part !== 'inPreparation' && !isEnded(part)) ? 'draft' : 'inPreparation';
}

/** A notice recorded later may be an earlier one. */
const earliest = (known: string | null, day: string): string => (known !== null && known <= day ? known : day);

const onlyGiven = <Terms extends object>(terms: Terms): object =>
  Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
