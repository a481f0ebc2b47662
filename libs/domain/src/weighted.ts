/** One entry of an `Accept` header, or of `Accept-Language` or `Accept-Encoding`. */
export interface Weighted {
  /** In lower case: `nl-be`, `text/html`, `gzip`, `*`. */
  readonly range: string;
  /** 0 means "not acceptable" (RFC 9110, 12.4.2). */
  readonly weight: number;
}

const weight = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The entries of a header, in its order; malformed entries are ignored. */
export function weighted(header: string | undefined): Weighted[] {
  return (header ?? '').split(',').flatMap((element) => {
    const [range = '', ...parameters] = element.split(';').map((part) => part.trim().toLowerCase());
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return range !== '' && weight.test(given) ? [{ range, weight: Number(given) }] : [];
  });
}

/** The weight of the first of these ranges that the header contains (pass the most specific first); 0 when it contains none. */
export function weightOf(asked: readonly Weighted[], ...ranges: readonly string[]): number {
  for (const range of ranges) {
    const found = asked.filter((each) => each.range === range).map(({ weight }) => weight);
    if (found.length > 0) return Math.max(...found);
  }
  return 0;
}
