import { join, resolve } from 'node:path';
import type { ServiceDescription } from '@passerelle/platform/announcements';
import { describe as described, load, services } from './compose.ts';
import { Reader, unpublished } from './definitions.ts';

const root = resolve('.');
let descriptions: ServiceDescription[];
let definitions: Reader[];

beforeAll(async () => {
  descriptions = await Promise.all(services.map((service) => described(root, service)));
  const { Catalogue } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/catalogue.js'));
  definitions = new Catalogue().definitions.map((definition: unknown) => Reader.parse(definition));
});

it('the whole catalogue reads what some service publishes', () => {
  expect(definitions.map(({ code }) => code)).toEqual([
    'A2.1',
    'O1.1',
    'O1.2',
    'O1.3',
    'O1.4',
    'O1.5',
    'O1.5b',
    'O3.1',
    'R1.4',
    'R2.4',
    'R3.5',
    'R3.5b',
    'X1',
  ]);
  expect(definitions.flatMap((definition) => unpublished(definition, descriptions))).toEqual([]);
});

it('a definition that reads what nobody publishes is told of', () => {
  const [a21] = definitions;
  if (a21 === undefined) throw new Error('there is a definition');
  const [rule] = a21.rules;
  if (rule === undefined) throw new Error('it has a rule');
  const elsewhere = { ...a21, rules: [{ ...rule, source: 'archives' }] };
  const wrong = { ...a21, rules: [{ ...rule, formula: { ...rule.formula, to: 'finishedOn' } }] };
  expect(unpublished(elsewhere, descriptions)).toEqual(['A2.1 reads archives, which is no service']);
  expect(unpublished(wrong, descriptions)).toEqual([
    'A2.1 reads projects.finishedOn, which no fact of projects carries',
  ]);
});
