import { fromMinor } from '@passerelle/domain/money';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o34 } from '../catalogue/o3-4.js';
import { Definition } from '../definition.schema.js';
import { read } from './read.js';

const [rule] = o34.rules;
if (rule?.formula.kind !== 'amountOn') throw new Error('O3.4 reads an amount');
const costs = Definition.parse({
  ...o34,
  measure: 'sum',
  unit: 'EUR',
  rules: [{ ...rule, formula: { ...rule.formula, amount: 'costTotal' } }],
});

const root = 'visits/1';
const visit = { direction: 'outgoing', status: 'made', endsOn: '2026-04-03' };
const ofYear = (data: RecordData, definition = o34): string[] =>
  read(definition, definition.rules[0] ?? rule, root, new Map([[root, { ...visit, ...data }]]), '2026-05-01')
    .contributions.filter(({ period }) => period === '2026')
    .map(({ numerator, denominator }) => `${numerator}/${denominator}`);

describe('an amount of a record', () => {
  it('is a number in an object, and counts once the journey was made', () => {
    expect(ofYear({ carbon: { kilograms: 240 } })).toEqual(['240/1']);
    expect(ofYear({ carbon: { kilograms: 0 } })).toEqual(['0/1']);
    for (const other of [{ status: 'authorised' }, { status: 'cancelled' }, { direction: 'incoming' }, { endsOn: '' }])
      expect(ofYear({ carbon: { kilograms: 240 }, ...other })).toEqual([]);
    expect(ofYear({ retractedAt: '2026-04-04T00:00:00Z' })).toEqual([]);
  });

  it('is not measured while it is unknown', () => {
    expect(ofYear({})).toEqual(['0/0']);
    const unreadable = fc.anything().filter((value) => typeof value !== 'number');
    fc.assert(fc.property(unreadable, (kilograms) => expect(ofYear({ carbon: { kilograms } })).toEqual(['0/0'])));
    fc.assert(fc.property(unreadable, (carbon) => expect(ofYear({ carbon })).toEqual(['0/0'])));
  });

  it('is money to the cent', () => {
    const cents = fc.bigInt({ min: 0n, max: 99_999_999_999_999n });
    fc.assert(
      fc.property(cents, (each) => expect(ofYear({ costTotal: fromMinor(each) }, costs)).toEqual([`${each}/1`])),
    );
    expect(ofYear({}, costs)).toEqual(['0/0']);
  });
});
