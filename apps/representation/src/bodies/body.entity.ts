import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refusalKind } from '../texts/refusal-kind.js';
import { BodyState, BodyTerms, bodyRelations, type BodyChange, type BodyEnd, type NewBody } from './body.schema.js';

export const bodyWithinItself = refusalKind({
  code: 'bodyWithinItself',
  status: 409,
  title: 'Body Within Itself',
});

export interface BodyRecord extends Stored<typeof BodyState> {}

/** A meeting, committee or group outside the agency with a representative of the Region or of Belgium. */
@StoredAs('body', BodyState, { status: `'active'`, reportDays: '10', positionDays: '5' })
export class BodyRecord {
  static readonly relations = bodyRelations;

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
