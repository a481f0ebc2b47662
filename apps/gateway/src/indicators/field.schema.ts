import { z } from 'zod';

// How a definition names the fields of a record, and the values that it compares them with.

export const Name = z.string().regex(/^[a-z][A-Za-z]{0,39}$/);
/** A field, or a field of an object in it: `period.to`. */
export const Path = z.string().regex(/^[a-z][A-Za-z]{0,39}(\.[a-z][A-Za-z]{0,39})?$/);
export const Values = z
  .array(z.union([z.string(), z.boolean(), z.number()]))
  .min(1)
  .max(50);

/** A field that has one of these values: if it is a list, one of its entries does. */
export const OneOf = z.strictObject({ field: Name, in: Values });
export type OneOf = z.infer<typeof OneOf>;

/** A field of the root, of its children of a resource, or of the item of the root that a contribution is about. */
export const Field = z.strictObject({
  of: z.union([z.literal(['root', 'item']), Name]),
  field: Name,
  /** Only children with these values in these fields. */
  where: z.record(Name, Values).optional(),
});
export type Field = z.infer<typeof Field>;
