const expressions = new Map<string, RegExp>();

/** A compiled pattern of the mapping, cached because every row uses the same few. */
export function expression(pattern: string, flags = 'u'): RegExp {
  const known = expressions.get(`${flags} ${pattern}`) ?? new RegExp(pattern, flags);
  expressions.set(`${flags} ${pattern}`, known);
  return known;
}
