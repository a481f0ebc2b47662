import { refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../texts/refusal-kind.js';
import type { CoordinationResult } from './position-acts.schema.js';

// P4 and D21: Belgium speaks with one voice. A position that Belgium must agree to may be defended once it does; without a consensus
// Belgium abstains, which is a legal end. The DGE coordinates first; the CIPE may agree where the DGE did not.

export const coordinationNotNeeded = refusalKind({
  code: 'coordinationNotNeeded',
  status: 409,
  title: 'Coordination Not Needed',
});

export const regionalConsensusMissing = refusalKind({
  code: 'regionalConsensusMissing',
  status: 409,
  title: 'Regional Consensus Missing',
});

export const belgianConsensusMissing = refusalKind({
  code: 'belgianConsensusMissing',
  status: 409,
  title: 'Belgian Consensus Missing',
});

export const abstentionWithoutDisagreement = refusalKind({
  code: 'abstentionWithoutDisagreement',
  status: 409,
  title: 'Abstention Without Disagreement',
});

/** What a position says of its coordination. */
export interface Coordinated {
  readonly ref: string;
  readonly coordination: string;
  readonly regionalResult: CoordinationResult | null;
  readonly belgianResult: CoordinationResult | null;
}

export const needsBelgium = ({ coordination }: Pick<Coordinated, 'coordination'>): boolean =>
  coordination === 'dge' || coordination === 'cipe';

const lacksBelgium = (position: Coordinated): boolean =>
  needsBelgium(position) && position.belgianResult !== 'consensus';

const lacksRegions = ({ coordination, regionalResult }: Coordinated): boolean =>
  coordination === 'regional' && regionalResult !== 'consensus';

/** Whether those who must agree to it do. */
export const isAgreed = (position: Coordinated): boolean => !lacksBelgium(position) && !lacksRegions(position);

export const isDisagreed = (position: Coordinated): boolean =>
  needsBelgium(position) && position.belgianResult === 'noConsensus';

export function refuseUnneeded({ ref, coordination }: Coordinated): void {
  if (!needsBelgium({ coordination })) throw refusal(coordinationNotNeeded, { ref });
}

export function refuseWithoutConsensus(position: Coordinated): void {
  const { ref, coordination } = position;
  if (lacksBelgium(position)) throw refusal(belgianConsensusMissing, { ref, coordination });
  if (lacksRegions(position)) throw refusal(regionalConsensusMissing, { ref });
}

export function refuseWithoutDisagreement(position: Coordinated): void {
  if (!isDisagreed(position)) throw refusal(abstentionWithoutDisagreement, { ref: position.ref });
}
