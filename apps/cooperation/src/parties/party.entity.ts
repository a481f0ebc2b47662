import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { partyRelations } from '../shared/visibility/relations.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { PartyState, PartyTerms, type NewParty, type PartyChange } from './party.schema.js';

export const partyRegistered = refusalKind({
  code: 'partyRegistered',
  status: 409,
  title: 'Party Registered',
});

export interface PartyRecord extends Stored<typeof PartyState> {}

/** One of the four authorities that plan territory in Belgium, and the administration that acts for it. */
@StoredAs('party', PartyState)
export class PartyRecord {
  static readonly relations = partyRelations;

  static register(name: Name, terms: NewParty): PartyRecord {
    return Object.assign(new PartyRecord(), name, { version: 1, classification: 'public' as const }, terms);
  }

  change(terms: PartyChange): void {
    mergeInto(this, PartyTerms, terms);
  }
}
