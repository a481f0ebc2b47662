// Amounts as people and programs write them. `892.228` is about 892 euros in one country and eight hundred thousand in another,
// so the other cells of the column decide about an ambiguous amount; if they do not, its row is refused. No floating-point
// numbers are used, because 0.1 + 0.2 is not 0.3 in them.
import { cellOf, misreadText, type Found, type Row } from './cells.ts';
import type { Cell } from './tables.ts';

/** The decimal separator. */
type Mark = '.' | ',';

const spaces = '[ \\u00a0\\u2009\\u202f]';

/** The other mark, a space or an apostrophe may separate thousands; the same one throughout. */
const written = (mark: Mark): RegExp => {
  const other = mark === '.' ? ',' : '.';
  const grouped = `[1-9]\\d{0,2}(?:(?<part>[${other}'’]|${spaces})\\d{3})(?:\\k<part>\\d{3})*`;
  return new RegExp(`^(?<whole>${grouped}|\\d+)(?:[${mark}](?<decimals>\\d+|[-–—]{1,2}))?$`);
};
const patterns = { '.': written('.'), ',': written(',') };
const scientific = /^(?<whole>\d)(?:(?<mark>[.,])(?<decimals>\d+))?[eE]\+?(?<exponent>\d{1,2})$/;

interface Reading {
  readonly cents: bigint;
  /** More digits after the cents were cut off than a spreadsheet's rounding error. */
  readonly rounded: boolean;
}

/** The amount with that decimal separator; undefined if the text does not fit it. */
function readingOf(text: string, mark: Mark): Reading | undefined {
  const { whole = '', decimals = '' } = patterns[mark].exec(text)?.groups ?? {};
  if (whole !== '') return exact(whole.replace(/\D/g, ''), decimals.replace(/\D/g, ''));
  return readScientific(text, mark);
}

/** `1.73E+07` may be what a spreadsheet shows of more digits; any other length is a complete number that a program wrote. */
function readScientific(text: string, mark: Mark): Reading | undefined {
  const { whole = '', mark: used = mark, decimals = '', exponent = '' } = scientific.exec(text)?.groups ?? {};
  if (whole === '' || used !== mark || decimals.length === 2) return undefined;
  const digits = decimals.padEnd(Number(exponent), '0');
  return exact(whole + digits.slice(0, Number(exponent)), digits.slice(Number(exponent)));
}

/** Rounded half up to cents; the register takes thirteen digits before the point. */
function exact(whole: string, decimals: string): Reading | undefined {
  const [cents, rest] = [decimals.slice(0, 2).padEnd(2, '0'), decimals.slice(2)];
  const rounded = BigInt(whole + cents) + (rest >= '5' ? 1n : 0n);
  return rounded < 10n ** 15n ? { cents: rounded, rounded: !/^(?:0{3,}|9{3,}|0*$)/.test(rest) } : undefined;
}

const plain = (cents: bigint): string => {
  const digits = cents.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const currency = /^(?:EUR|€)\s*|\s*(?:EUR|€)$/g;
const bare = (cell: Cell): string =>
  String(cell ?? '')
    .trim()
    .replace(currency, '');

const judgements = new WeakMap<readonly Cell[], ReadonlySet<Mark>>();

/** The decimal separators of the column's unambiguous cells. */
function marksOf(cells: readonly Cell[]): ReadonlySet<Mark> {
  const known = judgements.get(cells);
  if (known !== undefined) return known;
  const marks = new Set<Mark>();
  for (const cell of cells) {
    // A numeric cell does not show how people wrote the text cells of its column.
    if (typeof cell === 'number') continue;
    const [point, comma] = [readingOf(bare(cell), '.'), readingOf(bare(cell), ',')];
    if (point !== undefined && comma === undefined) marks.add('.');
    if (point === undefined && comma !== undefined) marks.add(',');
  }
  judgements.set(cells, marks);
  return marks;
}

/** Euros as the register writes them, `892228.58`. */
export function readMoney(row: Row, column: string): Found {
  const misread = misreadText(row, column);
  if (misread !== undefined) return { fault: misread };
  if (row.text(column) === undefined) return {};
  const text = bare(row.raw(column));
  const [point, comma] = [readingOf(text, '.'), readingOf(text, ',')];
  if (point === undefined && comma === undefined)
    return { repairs: [`amountUnreadable [${cellOf(row, column)} left out]`] };
  if (point === undefined || comma === undefined || point.cents === comma.cents) return amount(text, point ?? comma);
  const [mark, ...others] = marksOf(row.column(column));
  if (mark !== undefined && others.length === 0) return amount(text, mark === '.' ? point : comma);
  const ways = `${plain(point.cents)} or ${plain(comma.cents)}`;
  const why = mark === undefined ? 'no other cell of its column decides' : 'its column is written in both ways';
  return { fault: `ambiguousAmount: ${cellOf(row, column)} is ${ways}, and ${why}: write the one that is meant` };
}

function amount(text: string, reading: Reading | undefined): Found {
  if (reading === undefined) return {};
  const isPlain = /^\d+(?:\.\d+)?(?:[eE]\+?\d+)?$/.test(text) && readingOf(text, '.')?.cents === reading.cents;
  const repairs = [...(isPlain ? [] : ['amountWasText']), ...(reading.rounded ? ['amountRounded'] : [])];
  return { value: plain(reading.cents), repairs };
}

/** Of two amounts that `readMoney` gave. */
export const isAbove = (one: unknown, other: unknown): boolean => centsOf(one) > centsOf(other);

const centsOf = (amount: unknown): bigint => BigInt(String(amount).replace('.', ''));

/** An unpublished amount is not zero: the register distinguishes three states. */
export function readBudget(row: Row, column: string): Found {
  const { value, ...found } = readMoney(row, column);
  if (value === undefined) return found;
  const isZero = value === '0.00';
  const budget = isZero
    ? { state: 'publishedZero' }
    : { state: 'published', amount: { amount: value, currency: 'EUR' } };
  return { ...found, value: budget };
}
