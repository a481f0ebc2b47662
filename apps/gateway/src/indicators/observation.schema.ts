import { CalendarPeriodId } from '@passerelle/domain/calendar-period';
import { Instant } from '@passerelle/domain/instant';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Result } from '@passerelle/domain/result';
import { pageOf, Paging } from '@passerelle/platform/data/lists';
import { z } from 'zod';

const AskedPeriod = z.union([z.literal('last4Quarters'), CalendarPeriodId]);
const Dimension = z
  .string()
  .regex(/^[a-z][A-Za-z]*$/)
  .max(40);
const Filter = z
  .string()
  .regex(/^[a-z][A-Za-z]*:.+$/, 'must read dimension:value')
  .max(100);

export const ObservationQuery = z.strictObject({
  period: z
    .array(AskedPeriod)
    .max(40)
    .optional()
    .describe('2026, 2026-Q1, 2026Q1 or last4Quarters (the default: the last four that have ended)'),
  dimension: z
    .array(Dimension)
    .max(2)
    .optional()
    .describe('Splits by this axis: one observation for each of its values'),
  filter: z
    .array(Filter)
    .max(20)
    .optional()
    .describe('country:FR filters; repeated values of one dimension are combined with OR'),
  asOf: Instant.optional().describe('The figure as it was known at this instant; as it is known now when absent'),
});
export type ObservationQuery = z.infer<typeof ObservationQuery>;

const observation = {
  measurementId: z
    .string()
    .describe('Permanent id of this very figure: indicator, version, period, dimensions and instant'),
  href: z.url(),
  period: z.string(),
  dimensions: z.record(z.string(), z.string()).describe('Values by dimension; several are joined by +'),
  value: z.number().optional().describe('Absent if there is nothing to divide by: no value is not zero'),
  numerator: z
    .number()
    .describe(
      'For a median, a mean or a sum: the number of measured records. For a concentration: of all pairs of counted things, those with different values',
    ),
  denominator: z
    .number()
    .optional()
    .describe(
      'Absent for counts; for a median, a mean or a sum the number of records, measured or not: its coverage. For a concentration: all pairs',
    ),
  coverage: z
    .object({
      measured: z.int().min(0).describe('The records whose amount is known'),
      all: z.int().min(0).describe('All records that have an amount'),
    })
    .optional()
    .describe('For amounts per unit: the figure is complete only if both are equal'),
  unit: z.string(),
  definitionVersion: z.int(),
  asOf: z.iso.datetime().describe('The figure contains all that was known at this instant'),
  position: z.record(z.string(), z.int()).describe('The position up to which each source had been read'),
};

export const Observation = z.object(observation).meta({ id: 'Observation' });
export type Observation = z.infer<typeof Observation>;

export const Observations = z
  .object({ self: z.url(), items: z.array(Observation).max(10_000) })
  .meta({ id: 'Observations' });

export const Measurement = z
  .object({
    ...observation,
    code: z.string(),
    name: LocalizedText(3, 200),
    records: z.url().describe('The records behind the figure'),
  })
  .meta({ id: 'Measurement' });
export type Measurement = z.infer<typeof Measurement>;

export const Indicator = z
  .object({
    href: z.url(),
    code: z.string(),
    definitionVersion: z.int(),
    name: LocalizedText(3, 200),
    definition: LocalizedMultilineText(3, 1000),
    result: Result.optional(),
    objective: Objective.optional(),
    unit: z.string(),
    decimals: z.int(),
    direction: z.string(),
    periodicity: z.string(),
    measure: z.string(),
    additiveOverTime: z.boolean(),
    dimensions: z.array(z.object({ name: z.string(), additive: z.boolean() })).max(20),
    apart: z
      .string()
      .optional()
      .describe('The dimension whose values are never added: a question must keep it as an axis, or filter one value'),
    latest: Observation.optional().describe(
      'The last period that has ended; absent if the figure exists only by the values of a dimension',
    ),
  })
  .meta({ id: 'Indicator' });
export type Indicator = z.infer<typeof Indicator>;

export const Indicators = pageOf(Indicator).meta({ id: 'Indicators' });

export const MeasuredRecord = z
  .object({
    redacted: z
      .boolean()
      .describe('True if the caller may not see the record: it counts, without details and without amounts'),
    subject: z.string().optional(),
    href: z.url().optional(),
    ref: z.string().optional(),
    title: LocalizedText(1, 300).optional(),
    period: z.string(),
    key: z.string().optional(),
    numerator: z
      .number()
      .optional()
      .describe('Absent where a figure measures amounts and the caller may not see the record'),
    denominator: z
      .number()
      .optional()
      .describe(
        '0 if a median, a mean or a sum counts the record as not measured; absent for counts and for a share of a list',
      ),
  })
  .meta({ id: 'MeasuredRecord', description: 'A record behind a figure, as it was known then.' });
export type MeasuredRecord = z.infer<typeof MeasuredRecord>;

export const MeasuredRecords = pageOf(MeasuredRecord).meta({ id: 'MeasuredRecords' });

export const MeasuredRecordsQuery = z.strictObject(Paging.shape);
export type MeasuredRecordsQuery = z.infer<typeof MeasuredRecordsQuery>;

export const measurementParams = z.strictObject({
  measurementId: z
    .string()
    .regex(/^[\w-]+$/)
    .max(1000),
});
