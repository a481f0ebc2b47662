import type { LocalizedText } from '@passerelle/domain/localized-text';
import { comparisonKey } from '@passerelle/domain/text';

// Whether two entries are about one item (N9). The rule is applied to the items of one day when one is recorded, and its keys are
// stored nowhere: so it can become better without a migration.

/** What an item is recognised by. */
export interface Recognised {
  readonly kind: string;
  readonly shownOn: string;
  readonly title: LocalizedText;
  readonly outlet?: string | null | undefined;
  readonly url?: string | null | undefined;
}

/** On one day: at one address or, where one of them has none, of one kind, in one outlet and with one title. */
export const isSame = (one: Recognised, other: Recognised): boolean =>
  one.shownOn === other.shownOn &&
  (one.url && other.url ? addressKey(one.url) === addressKey(other.url) : isNamedAlike(one, other));

/**
 * The key under which two spellings of one address are equal: without protocol, `www.`, letter case of the host, the slash at the end
 * of the path, fragment, and the parameters by which senders of links count their readers.
 */
export function addressKey(address: string): string {
  const { host, pathname, searchParams } = new URL(address);
  const query = new URLSearchParams([...searchParams].filter(([name]) => !isTracking(name)));
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}?${query.toString()}`;
}

const isTracking = (parameter: string): boolean => /^(utm_|fbclid$|gclid$)/i.test(parameter);

function isNamedAlike(one: Recognised, other: Recognised): boolean {
  const known = new Set(titlesOf(other));
  const isOfOneKind = one.kind === other.kind && outletOf(one) === outletOf(other);
  return isOfOneKind && titlesOf(one).some((title) => known.has(title));
}

/** Without regard to the language: the title of an event is often the same in several. */
const titlesOf = ({ title }: Recognised): string[] =>
  Object.values(title)
    .filter((text) => text !== undefined)
    .map(comparisonKey);

const outletOf = ({ outlet }: Recognised): string => comparisonKey(outlet ?? '');
