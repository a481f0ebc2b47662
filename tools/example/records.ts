// The records of the example, as data. `_source` is the source of a record whose schema has no field for it; it is not sent.
import { readFileSync } from 'node:fs';
import { addDays, today } from '@passerelle/domain/period';

export type Body = Record<string, unknown>;

/** What lies ahead is written as days from the day of loading: `today`, `today+14`, `today-3`. */
const relativeDay = /^today([+-]\d+)?$/;

const dated = (value: unknown): unknown => {
  const [, days] = typeof value === 'string' ? (relativeDay.exec(value) ?? [undefined, undefined]) : [];
  return days === undefined && value !== 'today' ? value : addDays(today(new Date()), Number(days ?? 0));
};

/** The records of one kind. */
export function recordsOf<Kind>(file: string): Kind[] {
  const text = readFileSync(new URL(`records/${file}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (key, value) => (key === '_source' ? undefined : dated(value)));
}
