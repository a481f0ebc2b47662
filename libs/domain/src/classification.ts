import { z } from 'zod';

/** From open to closed: readable by everyone, by the parties named on the record, by the Region alone. */
export const Classification = z.enum(['public', 'internal', 'restricted']).meta({
  id: 'Classification',
  description: 'Who may read it: everyone, the parties that it names, or the region alone',
});
export type Classification = z.infer<typeof Classification>;

/** Orders from the most open to the most closed; usable by `sort`. */
export const compareClassifications = (a: Classification, b: Classification) =>
  Classification.options.indexOf(a) - Classification.options.indexOf(b);

/** Data that combines several records takes the most closed classification among them. */
export const mostClosed = (first: Classification, ...others: Classification[]) =>
  others.reduce((closed, other) => (compareClassifications(other, closed) > 0 ? other : closed), first);

/** A restricted record never leaves the Region: no fact carries it, and no other party reads it. */
export const mayLeave = (classification: Classification) => classification !== 'restricted';
