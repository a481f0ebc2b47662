import type { Definition } from './definition.schema.js';
import type { Contribution } from './formulas/family.js';
import { identity, type KnownContribution } from './timeline.js';

// A cell is a stored figure: one period, in total or for one value of one dimension. It is updated by the difference
// between the old and the new open contributions, so that reading it takes constant time.

/** The dimension of the cell for the total. */
export const total = { dimension: '', value: '' } as const;

export interface CellMove {
  readonly period: string;
  readonly dimension: string;
  readonly value: string;
  contributions: number;
  numerator: number;
  denominator: number;
}

export interface KeyMove {
  readonly period: string;
  readonly dimension: string;
  readonly value: string;
  readonly key: string;
  contributions: number;
}

type Place = Pick<CellMove, 'period' | 'dimension' | 'value'>;

export class Moves {
  private readonly byCell = new Map<string, CellMove>();
  private readonly byKey = new Map<string, KeyMove>();

  constructor(private readonly definition: Definition) {}

  /** Counts the contributions that open and close between two states of a root's timeline. */
  add(before: readonly KnownContribution[], after: readonly KnownContribution[]): void {
    const [was, is] = [openOf(before), openOf(after)];
    for (const [id, contribution] of was) if (!is.has(id)) this.move(contribution, -1);
    for (const [id, contribution] of is) if (!was.has(id)) this.move(contribution, 1);
  }

  /** In a fixed order, so that two transactions never deadlock. */
  cells(): CellMove[] {
    return sorted(this.byCell);
  }

  keys(): KeyMove[] {
    return sorted(this.byKey).filter(({ contributions }) => contributions !== 0);
  }

  private move(contribution: Contribution, sign: 1 | -1): void {
    for (const place of placesOf(this.definition, contribution)) {
      const cell = entry(this.byCell, JSON.stringify(Object.values(place)), {
        ...place,
        contributions: 0,
        numerator: 0,
        denominator: 0,
      });
      cell.contributions += sign;
      cell.numerator += sign * contribution.numerator;
      cell.denominator += sign * contribution.denominator;
      if (!this.definition.sharedKeys || contribution.numerator === 0) continue;
      const keyed = { ...place, key: contribution.key };
      entry(this.byKey, JSON.stringify(Object.values(keyed)), { ...keyed, contributions: 0 }).contributions += sign;
    }
  }
}

function placesOf({ dimensions }: Definition, { period, dimensions: values }: Contribution): Place[] {
  const single = dimensions.flatMap(({ name }) =>
    (values[name] ?? []).map((value) => ({ period, dimension: name, value })),
  );
  return [{ period, ...total }, ...single];
}

const openOf = (rows: readonly KnownContribution[]): Map<string, KnownContribution> =>
  new Map(rows.filter(({ knownTo }) => knownTo === undefined).map((row) => [identity(row), row]));

const sorted = <Move>(moves: ReadonlyMap<string, Move>): Move[] =>
  [...moves].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move);

function entry<Entry>(entries: Map<string, Entry>, id: string, fresh: Entry): Entry {
  const known = entries.get(id);
  if (known !== undefined) return known;
  entries.set(id, fresh);
  return fresh;
}
