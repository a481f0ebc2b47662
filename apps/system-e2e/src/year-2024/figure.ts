// A figure of the example year, with what is behind it.
import type { HttpClient } from '@passerelle/testing/door';

export interface Behind {
  readonly subject: string;
  readonly key: string;
  readonly numerator: number;
  readonly denominator?: number;
}

export interface FoundFigure {
  readonly value: number;
  readonly numerator: number;
  readonly denominator?: number;
  readonly behind: readonly Behind[];
}

/** `A3.2 persons` is the figure of one unit alone. */
export async function figureOf(ask: HttpClient, name: string): Promise<FoundFigure> {
  const [code, unit] = name.split(' ');
  const only = unit === undefined ? '' : `&filter=unit:${unit}`;
  const { body } = await ask('GET', `/v1/indicators/${code}/observations?period=2024${only}`);
  const [{ measurementId, value, numerator, denominator }] = body.items;
  const records = await ask('GET', `/v1/measurements/${measurementId}/records?pageSize=200`);
  return { value, numerator, denominator, behind: records.body.items };
}

/** Each name once, in order. */
export const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
