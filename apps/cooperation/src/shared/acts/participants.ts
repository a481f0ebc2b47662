import { refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../../texts/refusal-kind.js';

export const notAParty = refusalKind({
  code: 'notAParty',
  status: 409,
  title: 'Not A Party',
});

export interface Participants {
  readonly ref: string;
  readonly parties: readonly string[];
}

/** Only parties to an agreement may act under it or owe something under it. */
export function refuseNonParties({ ref, parties }: Participants, named: readonly string[]): void {
  const outsider = named.find((party) => !parties.includes(party));
  if (outsider !== undefined) throw refusal(notAParty, { party: outsider, ref });
}
