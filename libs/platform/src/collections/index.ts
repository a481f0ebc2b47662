export { collection, Listing, pageOf, type Frame, type Page } from './collection.js';
export { openCursor, sealCursor } from './cursor.js';
export { embed, type Embed } from './embed.js';
export {
  anyOf,
  byDate,
  byDay,
  byId,
  byOptionalText,
  byText,
  holdsAnyOf,
  is,
  onOrAfter,
  onOrBefore,
  type Filter,
} from './filters.js';
export { addSearch, dropSearch, SearchConfigurations1763942440000 } from './search.js';
