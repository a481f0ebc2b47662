import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { refusalKind } from '../texts/refusal-kind.js';
import { BodyState, BodyTerms, bodyRelations, type BodyChange, type BodyEnd, type NewBody } from './body.schema.js';

export const bodyWithinItself = refusalKind({
  code: 'bodyWithinItself',
  status: 409,
  title: 'Body Within Itself',
});

const StoredState = BodyState.omit({ reportDays: true, positionDays: true });
export interface BodyRecord extends Stored<typeof StoredState> {}

/** A meeting, committee or group outside the agency with a representative of the Region or of Belgium. */
@StoredAs('body', StoredState, { status: `'active'` })
export class BodyRecord {
  static readonly relations = bodyRelations;

  // The defaults serve instances of the previous release, which know no rules of a body.
  @Column('int', { default: 10 }) declare reportDays: number;
  @Column('int', { default: 5 }) declare positionDays: number;

  static register(name: Name, terms: NewBody): BodyRecord {
    return Object.assign(new BodyRecord(), name, { version: 1, status: 'active' as const }, terms);
  }

  /** `above`: the new parent of the body, and all ancestors of that parent. */
  change(terms: BodyChange, above: readonly string[]): void {
    if (above.includes(this.id)) throw refusal(bodyWithinItself, { ref: this.ref });
    mergeInto(this, BodyTerms, terms);
  }

  end({ on }: BodyEnd, today: string): void {
    refuseFuture('on', on, today);
    this.endedOn = on;
  }
}
