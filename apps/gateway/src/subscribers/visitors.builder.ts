/** For tests: a service that returns its caller, and one of its operations only to those who may follow products. */
import { Controller, Module } from '@nestjs/common';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { factTables } from '@passerelle/platform/events/facts';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { shared } from '@passerelle/platform/access/rights';
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

@Controller()
class VisitorsController {
  @Operation({ route: 'GET /visitors', summary: 'Tell who calls', scope: 'products:read', returns: Visitor })
  list({ caller }: Call): object {
    return caller;
  }
}

@Module({ controllers: [VisitorsController] })
class VisitorsModule {}

export const visitors: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: VisitorsModule,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
  facts: [],
  policy: { listVisitors: shared },
};
