import { addDays } from '@passerelle/domain/period';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { Definition } from '../definition.schema.js';
import type { Stock } from '../kinds.schema.js';
import { dayIn, dimensionsOf, nothing, textIn, type Family, type Reading } from './family.js';
import { never, type Span } from './spans.js';
import { onLastDays } from './standing.js';
import { weightOf } from './weighed.js';

/** The record, or its weight, in each period on whose last day it is there. */
export function stock(definition: Definition, formula: Stock, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const span = presence(formula, data);
  const numerator = amountOf(formula, data);
  if (span === undefined || numerator === undefined) return nothing;
  const counts = { key: subject, subject, dimensions: dimensionsOf(definition, family), numerator, denominator: 0 };
  return onLastDays(span, [], day, (_, period) => [{ period, ...counts }]);
}

function presence({ from, to, toIncluded }: Stock, data: RecordData): Span | undefined {
  const [begin, end] = [dayIn(data, from), dayIn(data, to)];
  const after = end === undefined ? never : addDays(end, toIncluded ? 1 : 0);
  return begin === undefined || after <= begin ? undefined : { from: begin, to: after };
}

const amountOf = ({ weighed }: Stock, data: RecordData): number | undefined =>
  weighed === undefined ? 1 : weightOf(weighed.weights, textIn(data, weighed.by));
