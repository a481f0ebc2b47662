import { pageOf } from '@passerelle/platform/data/lists';
import { asOpenApi } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { objectAt, type Json } from './json.js';

// All lists answer in one envelope, which the document contains once. Pure.

const { items: _, ...envelope } = pageOf(z.unknown()).shape;

const page = asOpenApi(z.toJSONSchema(z.object(envelope), { target: 'openapi-3.0', io: 'input' }));

/** The envelope: what a page has besides its items. */
export const Page: Json = objectAt({ page }, 'page');

/** A page as the envelope and what is its own; any other schema as it is. */
export function asPage(returns: Json): Json {
  const properties = objectAt(returns, 'properties');
  const common = Object.entries(objectAt(Page, 'properties'));
  if (!common.every(([name, schema]) => JSON.stringify(properties[name]) === JSON.stringify(schema))) return returns;
  const own = Object.entries(properties).filter(([name]) => !(name in envelope));
  const items = { type: 'object', properties: Object.fromEntries(own), required: ['items'] };
  return { allOf: [{ $ref: '#/components/schemas/Page' }, items] };
}
