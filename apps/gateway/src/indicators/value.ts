import { inUnit, type Definition } from './definition.schema.js';
import type { Figure } from './figure.js';

type Valued = Pick<Definition, 'measure' | 'unit' | 'decimals'>;

/** A figure without anything to divide by has no value, nor has one without measured records; an empty sum is zero. */
export function valueOf(definition: Valued, figure: Figure): number | undefined {
  const { numerator, denominator, measured } = figure;
  switch (definition.measure) {
    case 'count':
      return inUnit(definition, numerator);
    case 'sum':
      if (denominator === 0) return 0;
      return measured === undefined ? undefined : inUnit(definition, measured);
    case 'median':
    case 'mean':
      return measured === undefined ? undefined : rounded(definition, inUnit(definition, measured));
    case 'perUnit':
      return isUnknown(figure) ? undefined : quotient(definition, figure);
    case 'ratio':
    case 'concentration':
      return quotient(definition, figure);
  }
}

/** Whether there are amounts, and none of them is known. */
const isUnknown = ({ coverage }: Figure): boolean =>
  coverage !== undefined && coverage.all > 0 && coverage.measured === 0;

const scaleOf = ({ decimals }: Valued): number => 10 ** decimals;

const rounded = (definition: Valued, value: number): number =>
  Math.round(value * scaleOf(definition)) / scaleOf(definition);

/** Divides whole numbers once, so that no cent is lost to an earlier rounding. */
function quotient(definition: Valued, { numerator, denominator }: Figure): number | undefined {
  if (denominator === 0) return undefined;
  const { unit } = definition;
  const [times, by] = [unit === '%' ? 100 : 1, unit === 'EUR' ? 100 : 1];
  return Math.round((numerator * times * scaleOf(definition)) / (denominator * by)) / scaleOf(definition);
}
