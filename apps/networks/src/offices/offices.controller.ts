import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { NetworkAct } from '../acts.js';
import { officeExample } from '../examples.js';
import { membershipNotActive, type OfficeRecord } from './office.entity.js';
import { NewOffice, Office, offices, type OfficeQuery } from './office.schema.js';
import { OfficesService } from './offices.service.js';

const read = 'networks:read';
const write = 'networks:write';

type Act = Call<NetworkAct, 'officeId'>;

const refuses = [resourceNotFound, stalePrecondition, illegalTransition];
const declared = { scope: write, body: NetworkAct, returns: Office, status: 200, refuses } as const;
const act = { ...declared, examples: { onTheDay: { on: '2020-11-30' } } };

@Controller()
export class OfficesController {
  constructor(private readonly offices: OfficesService) {}

  @Operation({
    route: 'GET /offices',
    summary: 'List offices in networks',
    scope: read,
    query: offices.query,
    returns: offices.page,
  })
  list(call: Call<undefined, never, OfficeQuery>): Promise<Page> {
    return this.offices.list(call);
  }

  @Operation({
    route: 'GET /offices/{officeId}',
    summary: 'Read an office in a network',
    scope: read,
    returns: Office,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'officeId'>): Promise<OfficeRecord> {
    return this.offices.read(call);
  }

  @Operation({
    route: 'POST /memberships/{membershipId}/offices',
    summary: "Register a member's candidacy for an office",
    scope: write,
    resource: 'offices',
    body: NewOffice,
    returns: Office,
    refuses: [resourceNotFound, membershipNotActive],
    examples: { vicePresidency: officeExample },
  })
  nominate(call: Call<NewOffice, 'membershipId'>): Promise<OfficeRecord> {
    return this.offices.nominate(call);
  }

  @Operation({
    route: 'POST /offices/{officeId}/elections',
    summary: 'Record that the network elected the member',
    ...act,
    refuses: [...refuses, membershipNotActive],
  })
  win(call: Act): Promise<OfficeRecord> {
    return this.offices.win(call);
  }

  @Operation({
    route: 'POST /offices/{officeId}/defeats',
    summary: 'Record that another candidate won the office',
    ...act,
  })
  lose(call: Act): Promise<OfficeRecord> {
    return this.offices.lose(call);
  }

  @Operation({
    route: 'POST /offices/{officeId}/installations',
    summary: 'Record that the member took office',
    ...act,
    refuses: [...refuses, membershipNotActive],
  })
  take(call: Act): Promise<OfficeRecord> {
    return this.offices.take(call);
  }

  @Operation({
    route: 'POST /offices/{officeId}/ends',
    summary: 'Record the last day in office',
    ...act,
  })
  end(call: Act): Promise<OfficeRecord> {
    return this.offices.end(call);
  }
}
