/** A service that returns its caller: to read with a scope, and to write with another. It runs as the user `networks` of the broker. */
import { Controller, Module } from '@nestjs/common';
import { shared } from '@passerelle/platform/access/rights';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { factTables } from '@passerelle/platform/events/facts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { z } from 'zod';

const names = z.array(z.string());
const Visitor = z.object({
  subject: z.string(),
  client: z.string(),
  party: z.string().optional(),
  roles: names,
  scopes: names,
});

/** `scope` is needed to read; `public` for none. */
export function visitors(scope: string): ServiceDefinition {
  @Controller()
  class VisitorsController {
    @Operation({ route: 'GET /visitors', summary: 'Return the caller', scope, returns: Visitor })
    list({ caller }: Call): object {
      return caller;
    }

    @Operation({
      route: 'POST /visitors',
      summary: 'Return the caller, who may write',
      scope: 'networks:write',
      status: 200,
      returns: Visitor,
    })
    register({ caller }: Call): object {
      return caller;
    }
  }

  @Module({ controllers: [VisitorsController] })
  class VisitorsModule {}

  return {
    name: 'networks',
    referencePrefix: 'NW',
    module: VisitorsModule,
    settings: ServiceSettings,
    migrations: [...factTables, ActTables1763942420000],
    facts: [],
    policy: { registerVisitor: shared, ...(scope === 'public' ? {} : { listVisitors: shared }) },
  };
}
