export { collection } from './collection.js';
export { Listing, pageOf, Paging, type ListRendering, type Page } from './page.js';
export { openCursor, sealCursor } from './cursor.js';
export { embed, type Embed } from './embed.js';
export {
  anyNameOf,
  anyOf,
  byDate,
  byDay,
  byId,
  byOptionalText,
  byText,
  filtersOf,
  holdsAnyOf,
  is,
  isSet,
  nameBeginsWith,
  onOrAfter,
  onOrBefore,
  type Filter,
} from './filters.js';
export { indexByKey, orderByNumber } from './folding.js';
export { addSearch, dropSearch, rebuildSearch, SearchConfigurations1763942440000 } from './search-index.js';
