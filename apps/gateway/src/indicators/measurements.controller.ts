import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { IndicatorsService } from './indicators.service.js';
import { MeasuredRecords, MeasuredRecordsQuery, Measurement, measurementParams } from './observation.schema.js';

@Controller()
export class MeasurementsController {
  constructor(private readonly indicators: IndicatorsService) {}

  @Operation({
    route: 'GET /measurements/{measurementId}',
    summary: 'Read one figure as it was known at its instant',
    scope: 'public',
    params: measurementParams,
    returns: Measurement,
    refuses: [resourceNotFound],
  })
  read({ params }: Call<undefined, 'measurementId'>): Promise<Measurement> {
    return this.indicators.measurement(params.measurementId);
  }

  @Operation({
    route: 'GET /measurements/{measurementId}/records',
    summary: 'List the records behind a figure',
    description:
      'Their number or their sums are the figure. Records that the caller may not see are counted and left blank.',
    scope: 'public',
    params: measurementParams,
    query: MeasuredRecordsQuery,
    returns: MeasuredRecords,
    refuses: [resourceNotFound],
  })
  listRecordsOf({ params, query, caller }: Call<undefined, 'measurementId', MeasuredRecordsQuery>): Promise<Page> {
    return this.indicators.records(params.measurementId, query, caller);
  }
}
