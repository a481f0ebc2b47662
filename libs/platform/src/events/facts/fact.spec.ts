import { Classification } from '@passerelle/domain/classification';
import { z } from 'zod';
import { checkFacts, fact } from './fact.js';

const Silent = z.object({ id: z.uuid(), version: z.int() });
const kindOf = (verb: string, schema: z.ZodType) => fact('things', verb, schema, { summary: 'It happened.' }).kind;

it('refuses facts whose schema does not say who may see them', () => {
  const classified = kindOf('changed', Silent.extend({ classification: Classification }));
  expect(() => checkFacts([classified])).not.toThrow();
  expect(() => checkFacts([classified, kindOf('moved', Silent)])).toThrow('schema of things.moved');
});

it.each(['shared', 'left'])('refuses a fact called %s, as what a product says of a record', (verb) => {
  const taken = kindOf(verb, Silent.extend({ classification: Classification }));
  expect(() => checkFacts([taken])).toThrow(`things.${verb} is what a data product says`);
});

it('carries who may see its record', () => {
  const changed = fact('things', 'changed', Silent, { summary: 'It changed.' });
  const record = { id: 'thing', version: 1, classification: 'internal' as const };
  expect(changed(record)).toMatchObject({ classification: 'internal', parties: [] });
  expect(changed({ ...record, parties: ['BE-VLG'] })).toMatchObject({ parties: ['BE-VLG'] });
  // @ts-expect-error No fact can be made of a record without a classification.
  changed({ id: 'thing', version: 1 });
});
