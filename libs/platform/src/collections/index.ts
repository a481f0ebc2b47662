export {
  anyOf,
  byDate,
  byOptionalText,
  byText,
  collection,
  holdsAnyOf,
  onOrAfter,
  onOrBefore,
  pageOf,
  type Condition,
  type Filter,
  type Page,
} from './collection.js';
