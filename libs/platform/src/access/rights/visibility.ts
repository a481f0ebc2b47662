import type { Caller } from '../identity/index.js';
import { granted, shared } from './policy.js';

// The rule of `shared` applied to the record state in a fact, for records that are in no table of this service.

export interface Classified {
  readonly classification: string;
  readonly parties?: readonly string[];
}

export interface Viewer {
  readonly caller: Caller;
  /** The region that runs this installation. */
  readonly home: string;
}

export function maySee({ caller, home }: Viewer, record: Classified): boolean {
  const relations = granted(shared, caller, home);
  if (relations.has('own') || record.classification === 'public') return true;
  const { party = '' } = caller;
  return relations.has('party') && record.classification === 'internal' && (record.parties ?? []).includes(party);
}
