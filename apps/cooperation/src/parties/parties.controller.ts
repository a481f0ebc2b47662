import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { preconditionRequired, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { PartiesService } from './parties.service.js';
import { partyRegistered, type PartyRecord } from './party.entity.js';
import { partyExample } from './party.example.js';
import { NewParty, parties, PartyChange, PartyView, type PartyQuery } from './party.schema.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class PartiesController {
  constructor(private readonly parties: PartiesService) {}

  @Operation({
    route: 'GET /parties',
    summary: 'List the planning authorities',
    scope: read,
    query: parties.query,
    returns: parties.page,
  })
  list(call: Call<undefined, never, PartyQuery>): Promise<Page> {
    return this.parties.list(call);
  }

  @Operation({
    route: 'GET /parties/{partyId}',
    summary: 'Read a planning authority',
    scope: read,
    returns: PartyView,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'partyId'>): Promise<PartyRecord> {
    return this.parties.read(call);
  }

  @Operation({
    route: 'POST /parties',
    summary: 'Register one of the planning authorities, once',
    scope: write,
    body: NewParty,
    returns: PartyView,
    refuses: [partyRegistered],
    examples: { germanSpeakingCommunity: partyExample },
  })
  register(call: Call<NewParty>): Promise<PartyRecord> {
    return this.parties.register(call);
  }

  @Operation({
    route: 'PATCH /parties/{partyId}',
    summary: 'Correct the administration and the languages of a planning authority',
    scope: write,
    body: PartyChange,
    returns: PartyView,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition],
    examples: { alsoInFrench: { languages: ['de', 'fr'] } },
  })
  change(call: Call<PartyChange, 'partyId'>): Promise<PartyRecord> {
    return this.parties.change(call);
  }
}
