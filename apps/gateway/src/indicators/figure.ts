/** A figure as it is read: its parts, before its value and its unit. */
export interface Figure {
  readonly period: string;
  /** One per requested axis. */
  readonly values: readonly string[];
  readonly numerator: number;
  readonly denominator: number;
  /** For a median, a mean or a sum only, and only if something was measured. */
  readonly measured?: number;
  /** For amounts per unit only: the records with an amount, and those of them whose amount is known. */
  readonly coverage?: { readonly measured: number; readonly all: number };
}
