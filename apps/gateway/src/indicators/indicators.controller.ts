import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { IndicatorsService } from './indicators.service.js';
import { Indicator, Indicators, Observations, ObservationQuery, type Observation } from './observation.schema.js';

@Controller()
export class IndicatorsController {
  constructor(private readonly indicators: IndicatorsService) {}

  @Operation({
    route: 'GET /indicators',
    summary: 'List the indicators with their latest value',
    scope: 'public',
    returns: Indicators,
  })
  list(_: Call): Promise<Page> {
    return this.indicators.list();
  }

  @Operation({
    route: 'GET /indicators/{code}',
    summary: 'Read the definition of an indicator',
    scope: 'public',
    returns: Indicator,
    refuses: [resourceNotFound],
  })
  read({ params }: Call<undefined, 'code'>): Promise<Indicator> {
    return this.indicators.read(params.code);
  }

  @Operation({
    route: 'GET /indicators/{code}/observations',
    summary: 'Read the figures of an indicator by period and dimension',
    scope: 'public',
    query: ObservationQuery,
    returns: Observations,
    refuses: [resourceNotFound],
  })
  observe({ params, query }: Call<undefined, 'code', ObservationQuery>): Promise<{ items: Observation[] }> {
    return this.indicators.observe(params.code, query);
  }
}
