import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { mandateExample } from '../examples.js';
import { outsideRotation } from '../rotation.js';
import { titularsOverlap, type MandateRecord } from './mandate.entity.js';
import { Mandate, MandateAct, MandateEnd, mandates, NewMandate, type MandateQuery } from './mandate.schema.js';
import { MandatesService } from './mandates.service.js';

type Act = Call<MandateAct, 'mandateId'>;
type End = Call<MandateEnd, 'mandateId'>;

const read = 'representation:read';
const write = 'representation:write';
const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const declared = { scope: write, returns: Mandate, status: 200, refuses } as const;
const act = (on: string) => ({ ...declared, body: MandateAct, examples: { onTheDay: { on } } });
const end = (on: string) => ({ ...declared, body: MandateEnd, examples: { onTheDay: { on } } });

@Controller()
export class MandatesController {
  constructor(private readonly mandates: MandatesService) {}

  @Operation({
    route: 'GET /mandates',
    summary: 'List mandates on seats',
    scope: read,
    query: mandates.query,
    returns: mandates.page,
  })
  list(call: Call<undefined, never, MandateQuery>): Promise<Page> {
    return this.mandates.list(call);
  }

  @Operation({
    route: 'GET /mandates/{mandateId}',
    summary: 'Read a mandate; the person is shown to the home region only',
    scope: read,
    returns: Mandate,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'mandateId'>): Promise<MandateRecord> {
    return this.mandates.read(call);
  }

  @Operation({
    route: 'POST /seats/{seatId}/mandates',
    summary: 'Propose a mandate on a seat',
    scope: write,
    resource: 'mandates',
    body: NewMandate,
    returns: Mandate,
    refuses: [resourceNotFound, titularsOverlap, outsideRotation],
    examples: { titular: mandateExample },
  })
  propose(call: Call<NewMandate, 'seatId'>): Promise<MandateRecord> {
    return this.mandates.propose(call);
  }

  @Operation({
    route: 'POST /mandates/{mandateId}/activations',
    summary: 'Record that a mandate began',
    ...act('2024-01-01'),
  })
  activate(call: Act): Promise<MandateRecord> {
    return this.mandates.activate(call);
  }

  @Operation({
    route: 'POST /mandates/{mandateId}/suspensions',
    summary: 'Suspend a mandate',
    ...act('2024-03-01'),
  })
  suspend(call: Act): Promise<MandateRecord> {
    return this.mandates.suspend(call);
  }

  @Operation({
    route: 'POST /mandates/{mandateId}/resumptions',
    summary: 'Resume a suspended mandate',
    ...act('2024-04-01'),
  })
  resume(call: Act): Promise<MandateRecord> {
    return this.mandates.resume(call);
  }

  @Operation({
    route: 'POST /mandates/{mandateId}/terminations',
    summary: 'Record the end of a mandate',
    ...end('2024-07-01'),
  })
  end(call: End): Promise<MandateRecord> {
    return this.mandates.end(call);
  }

  @Operation({
    route: 'POST /mandates/{mandateId}/revocations',
    summary: 'Revoke a mandate, or drop a proposal',
    ...end('2024-05-15'),
  })
  revoke(call: End): Promise<MandateRecord> {
    return this.mandates.revoke(call);
  }
}
