/** A service for tests of the door, under the name of a real one, because the broker has no other users. Its answers have any length. */
import { Controller, Module } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { factTables } from '@passerelle/platform/events/facts';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { kept } from '@passerelle/platform/access/rights';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { z } from 'zod';

const Words = z.object({ words: z.array(z.string()) });
const NewVisit = z.strictObject({ city: z.string().max(100) });
type NewVisit = z.infer<typeof NewVisit>;

@Controller()
class VisitsController {
  @Operation({
    route: 'GET /visits',
    summary: 'List visits',
    scope: 'public',
    query: z.strictObject({ count: z.coerce.number().int().max(100_000).default(0) }),
    returns: Words,
  })
  list({ query }: Call<undefined, never, { count: number }>): object {
    return { words: Array(query.count).fill('the same words') };
  }

  @Operation({
    route: 'POST /visits',
    summary: 'Register a visit',
    scope: 'networks:write',
    body: NewVisit,
    returns: Words,
  })
  register({ body }: Call<NewVisit>): object {
    return { words: [body.city] };
  }

  @Operation({
    route: 'GET /oldVisits',
    summary: 'List visits as before',
    scope: 'public',
    returns: Words,
    deprecated: {
      since: '2026-01-01',
      sunset: '2027-01-01',
      link: 'https://passerelle.test/why',
      successor: 'https://passerelle.test/v1/visits',
    },
  })
  listOld(): object {
    return { words: [] };
  }
}

@Module({ controllers: [VisitsController] })
class VisitsModule {}

export const visits: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: VisitsModule,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
  facts: [],
  policy: { registerVisit: kept },
};
