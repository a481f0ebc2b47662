import { Classification, compareClassifications, mayLeave, mostClosed } from './classification.js';

describe('a classification', () => {
  it('orders from the most open to the most closed', () => {
    expect(Classification.options.toReversed().sort(compareClassifications)).toEqual([
      'public',
      'internal',
      'restricted',
    ]);
  });

  it('lets all records but restricted ones leave the Region', () => {
    expect(Classification.options.filter(mayLeave)).toEqual(['public', 'internal']);
  });

  it('of several records together is that of the most closed one', () => {
    expect(mostClosed('public', 'restricted', 'internal')).toBe('restricted');
    expect(mostClosed('public')).toBe('public');
  });
});
