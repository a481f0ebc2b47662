import type { Caller } from '../identity/index.js';
import { refuse, resourceNotFound } from '../problems/index.js';

// Who sees a record: the region that runs this installation sees all of its own; a partner region what is public and
// the internal records that it is a party to; everyone else what is public. What may not be seen does not exist.

export interface Classified {
  readonly classification: string;
  readonly parties?: readonly string[];
}

export interface Viewer {
  readonly caller: Caller;
  /** The region that runs this installation. */
  readonly home: string;
}

const isHome = ({ caller, home }: Viewer): boolean => caller.party === home;

export function maySee(viewer: Viewer, record: Classified): boolean {
  if (isHome(viewer) || record.classification === 'public') return true;
  const { party } = viewer.caller;
  return record.classification === 'internal' && party !== undefined && (record.parties ?? []).includes(party);
}

/** 404 rather than 403: a caller must not learn that the record exists. */
export function refuseUnseen(viewer: Viewer, record: Classified): void {
  if (!maySee(viewer, record)) throw refuse(resourceNotFound);
}

/** The same rule as a condition on a list; `partiesColumn` is absent where records are not shared with regions. */
export const visibleTo =
  (viewer: Viewer, partiesColumn?: string) =>
  (bind: (value: unknown) => string): string => {
    if (isHome(viewer)) return 'true';
    const { party } = viewer.caller;
    const shared =
      party === undefined || partiesColumn === undefined
        ? ''
        : ` OR (record.classification = 'internal' AND ${bind(party)} = ANY(record.${partiesColumn}))`;
    return `(record.classification = 'public'${shared})`;
  };
