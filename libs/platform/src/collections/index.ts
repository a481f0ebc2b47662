export {
  anyOf,
  byDate,
  byId,
  byOptionalText,
  byText,
  collection,
  holdsAnyOf,
  onOrAfter,
  onOrBefore,
  pageOf,
  type Filter,
  type Page,
} from './collection.js';
