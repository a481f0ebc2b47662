// Addresses of a list with as many of its parameters as possible, each with a valid value: an attack on a filter must
// pass the schema first, and an answer without a record cannot distinguish true from false.
import type { HttpAnswer } from '@passerelle/testing/door';
import type { SweptOperation } from '../sweep/contract.ts';
import { valuesOf } from './shapes.ts';

type Ask = (path: string) => Promise<HttpAnswer>;

export interface Questions {
  /** Path and query, each answered with 200; together they contain all parameters. */
  readonly addresses: readonly string[];
  /** Parameters without a valid value found. */
  readonly untried: readonly string[];
}

const days = ['1900-01-01', '2999-12-31', '2026-01-01', '1900-01-01T00:00:00Z', '2999-12-31T00:00:00Z'];
const references = ['CO', 'RP', 'NW', 'PJ'].map((prefix) => `${prefix}-2026-0001`);
const others = [
  '(id)',
  'fr',
  '2',
  'true',
  '0193a5c4-7e1f-7000-8000-0000000000ff',
  'Q1',
  'BE',
  'BE-VLG',
  'urban',
  '2024',
];

function candidates(name: string, values: readonly unknown[], record: Readonly<Record<string, unknown>>): string[] {
  const own = [name, `${name}s`, name.replace(/y$/, 'ies')].flatMap((key) => record[key]);
  const simple = [...own, ...values].filter((value) => ['string', 'number'].includes(typeof value));
  return [...simple.map(String), ...others, ...references, ...days];
}

export async function rightQuestions(
  operation: SweptOperation,
  path: string,
  document: unknown,
  ask: Ask,
): Promise<Questions> {
  const [record = {}] = (await ask(`${path}?pageSize=2`)).body?.items ?? [];
  const showing = new URLSearchParams();
  const alone: string[] = [];
  const untried: string[] = [];
  for (const [name, schema] of Object.entries(operation.query)) {
    const found = await valueFor(name, candidates(name, valuesOf(document, schema), record));
    if (found === undefined) untried.push(name);
    else if (found.shows) showing.set(name, found.value);
    else alone.push(`${path}?${new URLSearchParams([[name, found.value]])}`);
  }
  return { addresses: [...(showing.size === 0 ? [] : [`${path}?${showing}`]), ...alone], untried };

  /** A value that returns a record together with all the others; else one that is at least accepted. */
  async function valueFor(name: string, values: string[]): Promise<{ value: string; shows: boolean } | undefined> {
    if (name === 'after') return cursor();
    let taken: string | undefined;
    for (const value of values) {
      const { status, body } = await ask(`${path}?${new URLSearchParams([...showing, [name, value]])}`);
      if (status !== 200) continue;
      if ((body.items ?? body.observations ?? []).length > 0) return { value, shows: true };
      taken ??= value;
    }
    return taken === undefined ? undefined : { value: taken, shows: false };
  }

  async function cursor(): Promise<{ value: string; shows: boolean } | undefined> {
    const next: string | undefined = (await ask(`${path}?pageSize=1`)).body?.next;
    const value = next === undefined ? null : new URL(next).searchParams.get('after');
    return value === null ? undefined : { value, shows: false };
  }
}
