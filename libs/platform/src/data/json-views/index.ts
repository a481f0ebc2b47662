export { jsonSql, type JsonSql } from './json-sql.js';
export { holdsTexts, unwrapped } from './schemas.js';
export { askedShape, fieldsKept, Select, shapeQuery, type AskedShape } from './select.js';
export { bestOnly, languagesIn, onlyIn, withTexts } from './texts.js';
