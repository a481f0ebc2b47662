import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import {
  citingCountryFault,
  namesCitingCountry,
  shownMissing,
  showsSomething,
  VisibilityItemState,
  VisibilityItemTerms,
  visibilityRelations,
  type NewVisibilityItem,
  type VisibilityItemChange,
} from './visibility.schema.js';

export interface VisibilityRecord extends Stored<typeof VisibilityItemState> {}

/** One place where work of ours was seen: a talk, an article, a prize, a citation by somebody else. */
@StoredAs('visibility_item', VisibilityItemState)
export class VisibilityRecord {
  static readonly relations = visibilityRelations;

  static record(name: Name, terms: NewVisibilityItem, today: string): VisibilityRecord {
    const item = Object.assign(new VisibilityRecord(), name, { version: 1 }, terms);
    item.check(today);
    return item;
  }

  change(terms: VisibilityItemChange, today: string): void {
    mergeInto(this, VisibilityItemTerms, terms);
    this.check(today);
  }

  private check(today: string): void {
    refuseFuture('shownOn', this.shownOn, today);
    if (!showsSomething(this)) throw inputFault('body', 'work', 'schemaViolation', shownMissing.error);
    if (!namesCitingCountry(this))
      throw inputFault('body', 'citingCountry', 'schemaViolation', citingCountryFault.error);
  }
}
