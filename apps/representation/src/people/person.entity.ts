import { addDays, startOfDay } from '@passerelle/domain/period';
import type { Relations } from '@passerelle/platform/access/rights';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { PersonState, PersonTerms, type NewPerson, type PersonChange } from './person.schema.js';

export interface PersonRecord extends Stored<typeof PersonState> {}

/** Somebody whom the Region calls, for as long as there is a ground to keep it: then only the id, the ground and the days remain. */
@StoredAs('person', PersonState)
export class PersonRecord {
  /** To nobody outside the home region. */
  static readonly relations: Relations<never> = {};

  readonly classification = 'restricted' as const;

  static register(name: Name, terms: NewPerson, today: string): PersonRecord {
    refusePast(terms.keptUntil, today);
    const beginning = { version: 1, status: 'registered' as const, erasedOn: null };
    return Object.assign(new PersonRecord(), name, beginning, terms);
  }

  change(terms: PersonChange, today: string): void {
    if (this.status === 'erased') throw refusal(recordClosed, { ref: this.ref });
    if (terms.keptUntil !== undefined) refusePast(terms.keptUntil, today);
    mergeInto(this, PersonTerms, terms);
  }

  erase(on: string): void {
    Object.assign(this, { name: null, email: null, phone: null, languages: [], functions: [], erasedOn: on });
  }

  /** Returns the instant at which the last day was over. */
  expire(): Date {
    const on = addDays(this.keptUntil, 1);
    this.erase(on);
    return startOfDay(on);
  }
}

function refusePast(keptUntil: string, today: string): void {
  if (keptUntil < today)
    throw inputFault('body', 'keptUntil', 'schemaViolation', `must not be in the past: today is ${today}`);
}
