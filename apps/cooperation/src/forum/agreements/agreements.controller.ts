import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { agreementExample } from './agreement.example.js';
import type { AgreementRecord } from './agreement.entity.js';
import {
  Agreement,
  AgreementChange,
  agreements,
  NewAgreement,
  Signature,
  Termination,
  type AgreementQuery,
} from './agreement.schema.js';
import { AgreementsService } from './agreements.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class AgreementsController {
  constructor(private readonly agreements: AgreementsService) {}

  @Operation({
    route: 'GET /agreements',
    summary: 'List agreements between regions',
    scope: read,
    query: agreements.query,
    returns: agreements.page,
  })
  list(call: Call<undefined, never, AgreementQuery>): Promise<Page> {
    return this.agreements.list(call);
  }

  @Operation({
    route: 'GET /agreements/{agreementId}',
    summary: 'Read an agreement',
    scope: read,
    returns: Agreement,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'agreementId'>): Promise<AgreementRecord> {
    return this.agreements.read(call);
  }

  @Operation({
    route: 'POST /agreements',
    summary: 'Register an agreement as a draft',
    scope: write,
    body: NewAgreement,
    returns: Agreement,
    refuses: [languageIncomplete],
    examples: { forum: agreementExample },
  })
  register(call: Call<NewAgreement>): Promise<AgreementRecord> {
    return this.agreements.register(call);
  }

  @Operation({
    route: 'PATCH /agreements/{agreementId}',
    summary: 'Correct the terms of an agreement',
    scope: write,
    body: AgreementChange,
    returns: Agreement,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { reclassified: { classification: 'public' } },
  })
  change(call: Call<AgreementChange, 'agreementId'>): Promise<AgreementRecord> {
    return this.agreements.change(call);
  }

  @Operation({
    route: 'POST /agreements/{agreementId}/signatures',
    summary: 'Record that the parties signed an agreement',
    scope: write,
    body: Signature,
    returns: Agreement,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, illegalTransition],
    examples: { forum: { on: '2012-11-26' } },
  })
  sign(call: Call<Signature, 'agreementId'>): Promise<AgreementRecord> {
    return this.agreements.sign(call);
  }

  @Operation({
    route: 'POST /agreements/{agreementId}/terminations',
    summary: 'Record the end of an agreement',
    scope: write,
    body: Termination,
    returns: Agreement,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, illegalTransition, languageIncomplete],
    examples: {
      replaced: {
        on: '2024-06-30',
        reason: { fr: 'Remplacé par un nouvel accord.', nl: 'Vervangen door een nieuw akkoord.' },
      },
    },
  })
  end(call: Call<Termination, 'agreementId'>): Promise<AgreementRecord> {
    return this.agreements.end(call);
  }
}
