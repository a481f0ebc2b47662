import { Classification, compareClassifications, mayLeave, mostClosed } from './classification.js';

describe('a classification', () => {
  it('orders from the most open to the most closed', () => {
    expect(Classification.options.toReversed().sort(compareClassifications)).toEqual([
      'public',
      'internal',
      'restricted',
    ]);
  });

  it('lets everything leave but what is restricted', () => {
    expect(Classification.options.filter(mayLeave)).toEqual(['public', 'internal']);
  });

  it('is, for several records together, that of the most closed', () => {
    expect(mostClosed('public', 'restricted', 'internal')).toBe('restricted');
    expect(mostClosed('public')).toBe('public');
  });
});
