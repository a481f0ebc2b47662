import { z } from 'zod';

/** From open to closed: for everyone, for those who take part, for the Region alone. */
export const Classification = z.enum(['public', 'internal', 'restricted']).meta({ id: 'Classification' });
export type Classification = z.infer<typeof Classification>;

/** Orders from the most open to the most closed; usable by `sort`. */
export const compareClassifications = (a: Classification, b: Classification) =>
  Classification.options.indexOf(a) - Classification.options.indexOf(b);

/** What combines several records is as closed as the most closed of them. */
export const mostClosed = (first: Classification, ...others: Classification[]) =>
  others.reduce((closed, other) => (compareClassifications(other, closed) > 0 ? other : closed), first);

/** A restricted record never leaves the Region, in any fact and towards any party. */
export const mayLeave = (classification: Classification) => classification !== 'restricted';
