import { codeIsValid, referenceList, type ReferenceList } from '@passerelle/domain/reference-list';
import { contains } from '@passerelle/domain/period';
import type { RecordData } from '../../ledger/ledger.api.js';
import type { Definition } from '../definition.schema.js';
import type { ShareOfList } from '../kinds.schema.js';
import { dayIn, dimensionsOf, nothing, textsIn, type Contribution, type Family, type Reading } from './family.js';
import { monthsAfter, never, spanIn, type Span } from './spans.js';
import { onLastDays } from './standing.js';

// The denominator belongs to the list and not to any record: it is counted when a figure is read (list-figures.ts). A
// record therefore contributes that it is known, which makes a figure of zero possible, and each entry that it names.

export function shareOfList(definition: Definition, formula: ShareOfList, family: Family, day: string): Reading {
  const known = spanIn(family.root.data, formula.from, []);
  if (known === undefined) return nothing;
  const list = referenceList(formula.list);
  const naming = namingIn(formula, family.root.data);
  const turns = [...(naming === undefined ? [] : [naming]), ...validities(list)];
  return onLastDays(known, turns, day, (on, period) => {
    const valid = validCodes(list, on);
    const named = naming !== undefined && contains(naming, on) ? textsIn(family.root.data, formula.names) : [];
    return contributed(definition, family, period, valid, new Set(named));
  });
}

function contributed(
  definition: Definition,
  family: Family,
  period: string,
  valid: readonly string[],
  named: ReadonlySet<string>,
): Contribution[] {
  const { subject } = family.root;
  const common = { period, subject, denominator: 0 };
  const naming = valid.filter((code) => named.has(code));
  return [
    // Every entry, so that each of them has a figure.
    { ...common, key: subject, dimensions: dimensionsOf(definition, family, { code: valid }), numerator: 0 },
    ...naming.map((code) => ({
      ...{ ...common, key: code, dimensions: dimensionsOf(definition, family, { code }) },
      numerator: 1,
    })),
  ];
}

/** The codes that were valid on a day. */
export const validCodes = (list: ReferenceList, on: string): string[] =>
  list.entries.map(({ code }) => code).filter((code) => codeIsValid(list, code, on));

/** The days on which the record still names its entries. */
function namingIn({ on, months }: ShareOfList, data: RecordData): Span | undefined {
  const from = dayIn(data, on);
  return from === undefined ? undefined : { from, to: monthsAfter(from, months) };
}

const validities = ({ entries }: ReferenceList): Span[] =>
  entries.flatMap(({ validFrom, validTo }) =>
    validFrom === undefined && validTo === undefined ? [] : [{ from: validFrom ?? '', to: validTo ?? never }],
  );
