import { Classification } from '@passerelle/domain/classification';
import { z } from 'zod';
import { fact } from './fact.js';
import { productsOf } from './opening-products.js';
import { shownOf } from './products.js';

const State = z.object({ id: z.uuid(), version: z.int(), classification: Classification });
const Internal = State.extend({ classification: z.literal('internal') });
const Parties = z.array(z.string());
const Missed = z.object({ dueOn: z.iso.date() });
const kindOf = (schema: z.ZodType) => fact('things', 'changed', schema, { summary: 'It changed.' }).kind;

it('shows the record alone, without its version and without what only the fact carries', () => {
  const missed = fact('things', 'missed', State, { summary: 'It was missed.', also: { missed: Missed } }).kind;
  const data = { id: 'thing', version: 3, classification: 'public', missed: { dueOn: '2027-01-01' } };
  expect(missed.also).toEqual(['missed']);
  expect(missed.schema.safeParse({ ...data, missed: undefined }).success).toBe(false);
  expect(JSON.parse(shownOf(data, missed.also))).toEqual({ id: 'thing', classification: 'public' });
});

it('exist only where a record can have readers outside', () => {
  expect(productsOf([kindOf(State)], 'BE-BRU')).toEqual(['public']);
  expect(productsOf([kindOf(Internal)], 'BE-BRU')).toEqual([]);
  const regions = ['party.BE-VLG', 'party.BE-WAL', 'party.X-BE-DG'];
  expect(productsOf([kindOf(State.extend({ parties: Parties }))], 'BE-BRU')).toEqual(['public', ...regions]);
  expect(productsOf([kindOf(Internal.extend({ parties: Parties }))], 'BE-BRU')).toEqual(regions);
});
