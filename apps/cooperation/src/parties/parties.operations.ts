import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { partyRegistered, PartyRecord } from './party.entity.js';
import { partyExample } from './party.example.js';
import { partyChanged, partyEntered, partyRetracted } from './party.facts.js';
import { NewParty, parties, PartyChange, PartyView } from './party.schema.js';

@RecordOperations({
  of: PartyRecord,
  many: 'parties',
  one: 'party',
  scope: 'cooperation',
  returns: PartyView,
  list: { summary: 'List the planning authorities', collection: parties },
  read: { summary: 'Read a planning authority' },
  create: {
    act: 'register',
    summary: 'Register one of the planning authorities, once',
    body: NewParty,
    make: (name, terms) => PartyRecord.register(name, terms),
    fact: partyEntered,
    twin: { index: 'party_code', refusal: ({ code }) => refusal(partyRegistered, { code }) },
    refuses: [partyRegistered],
    examples: { germanSpeakingCommunity: partyExample },
  },
  change: {
    summary: 'Correct the administration and the languages of a planning authority',
    body: PartyChange,
    apply: (party, terms) => party.change(terms),
    fact: partyChanged,
    examples: { alsoInFrench: { languages: ['de', 'fr'] } },
  },
  retract: { summary: 'Take back a planning authority that was registered in error', fact: partyRetracted },
})
export class Parties {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
