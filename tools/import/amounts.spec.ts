import fc from 'fast-check';
import { readBudget, readMoney } from './amounts.ts';
import { tableOf } from './an-export.ts';
import { reader } from './cells.ts';
import type { Cell } from './tables.ts';

/** The result of reading each cell of one column. */
function found(...cells: Cell[]) {
  const rows = cells.map((cell, at) => ({ number: at + 2, cells: [cell] }));
  const table = { ...tableOf('Projects', ['Budget'], []), rows };
  return rows.map(reader(table, { missing: ['', 'n/a'] }));
}
const amounts = (...cells: Cell[]) => found(...cells).map((row) => readMoney(row, 'Budget'));
const amount = (cell: Cell) => amounts(cell)[0];
const values = (...cells: Cell[]) => amounts(...cells).map(({ value, fault }) => value ?? fault?.replace(/:.*/, ''));

describe('an amount', () => {
  it.each([
    ['892,228.58', '892228.58', ['amountWasText']],
    ['892.228,58', '892228.58', ['amountWasText']],
    ['2.818.594', '2818594.00', ['amountWasText']],
    ['12,34', '12.34', ['amountWasText']],
    ['1 234 567', '1234567.00', ['amountWasText']],
    ['1\u202f234\u202f567,5', '1234567.50', ['amountWasText']],
    ["1'234.50", '1234.50', ['amountWasText']],
    ['1.500,-', '1500.00', ['amountWasText']],
    ['€ 5.00', '5.00', []],
    ['0.228', '0.23', ['amountRounded']],
    ['1234.567', '1234.57', ['amountRounded']],
    [499815164, '499815164.00', []],
    [2349367.02, '2349367.02', []],
    [626199.99999984, '626200.00', []],
    ['1.732084396E7', '17320843.96', []],
    ['1e+05', '100000.00', []],
  ])('reads %s', (cell, value, repairs) => {
    expect(amount(cell)).toEqual({ value, repairs });
  });

  it.each(['12,34,5', '1.2.3', '-5', '12 345 67', '1.73E+07', 'tbc', '99999999999999', '1.000,00,-'])(
    'is omitted, and reported, when it is unreadable: %s',
    (cell) => {
      expect(amount(cell)).toEqual({
        repairs: [`amountUnreadable [export.xlsx, sheet "Projects", cell A2 (Budget), "${cell}", left out]`],
      });
    },
  );

  it('that is ambiguous is refused with its cell and the possible amounts', () => {
    const mended = 'and no other cell of its column decides: write the one that is meant';
    expect(amount('892.228')).toEqual({
      fault: `ambiguousAmount: export.xlsx, sheet "Projects", cell A2 (Budget), "892.228", is 892.23 or 892228.00, ${mended}`,
    });
    expect(values('1,500', 892.228, '1 500')).toEqual(['ambiguousAmount', 'ambiguousAmount', '1500.00']);
    // A numeric cell does not show how people wrote the text cells of its column.
    expect(values('892.228', 123456.5)).toEqual(['ambiguousAmount', '123456.50']);
  });

  it('that is ambiguous is decided by the other cells of its column', () => {
    expect(values('892.228', '1.500,00', 'n/a', 'tbc')).toEqual(['892228.00', '1500.00', undefined, undefined]);
    expect(values('892.228', '12.5')).toEqual(['892.23', '12.50']);
    expect(values('892,228', '892,228.58')).toEqual(['892228.00', '892228.58']);
    expect(values('892.228', '12.5', '12,5')).toEqual(['ambiguousAmount', '12.50', '12.50']);
  });

  it('becomes a budget in one of three states, or none when it is refused', () => {
    const budget = (cell: Cell) => found(cell).map((row) => readBudget(row, 'Budget'))[0];
    const published = { state: 'published', amount: { amount: '1000.00', currency: 'EUR' } };
    expect(budget('1,000.00')?.value).toEqual(published);
    expect(budget(0)?.value).toEqual({ state: 'publishedZero' });
    expect(budget('')).toEqual({});
    expect(budget('1.000')?.fault).toMatch(/^ambiguousAmount/);
    expect(budget(true)?.fault).toMatch(/^notText/);
  });
});

// Property: an amount in cents, written in any convention, is read back exactly or refused.
const conventions = [
  { decimal: '.', group: '' },
  { decimal: ',', group: '' },
  { decimal: '.', group: ',' },
  { decimal: ',', group: '.' },
  { decimal: ',', group: ' ' },
  { decimal: '.', group: "'" },
  { decimal: ',', group: '\u202f' },
] as const;
type Convention = (typeof conventions)[number];

/** Without cents where these are zero and `short`. */
function written(cents: bigint, { decimal, group }: Convention, short: boolean): string {
  const [whole, rest] = [String(cents / 100n), String(cents % 100n).padStart(2, '0')];
  const grouped = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, group);
  return short && rest === '00' ? grouped : `${grouped}${decimal}${rest}`;
}

const exact = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

const cents = fc.oneof(
  fc.bigInt({ min: 0n, max: 99_999_999_999_99n }),
  fc.bigInt({ min: 1n, max: 99_999n }).map((euros) => euros * 100n),
  fc.bigInt({ min: 1n, max: 999n }).map((thousands) => thousands * 100_000n),
);
const column = fc.record({
  convention: fc.constantFrom(...conventions),
  all: fc.array(fc.record({ cents, short: fc.boolean() }), { minLength: 1, maxLength: 6 }),
});

it('is read exactly when one cell of its column is unambiguous', () => {
  const law = fc.property(column, fc.bigInt({ min: 1n, max: 10n ** 9n }), ({ convention, all }, doubtless) => {
    const known = doubtless * 100n + 5n;
    const cells = [
      ...all.map((each) => written(each.cents, convention, each.short)),
      written(known, convention, false),
    ];
    expect(values(...cells)).toEqual([...all.map((each) => exact(each.cents)), exact(known)]);
  });
  fc.assert(law, { numRuns: 2_000 });
});

it('is never read as another amount, in any column', () => {
  const law = fc.property(column, ({ convention, all }) => {
    const read = values(...all.map((each) => written(each.cents, convention, each.short)));
    for (const [at, value] of read.entries()) expect([exact(all[at]?.cents ?? 0n), 'ambiguousAmount']).toContain(value);
  });
  fc.assert(law, { numRuns: 2_000 });
});
