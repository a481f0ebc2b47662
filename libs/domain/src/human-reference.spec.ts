import fc from 'fast-check';
import { formatHumanReference, HumanReference, parseHumanReference, referencePrefixes } from './human-reference.js';

describe('a human reference', () => {
  it.each(['CO-2026-0012', 'PJ-2026-12345'])('accepts %s', (text) => expect(HumanReference.parse(text)).toBe(text));

  it.each([
    'CO-2026-012',
    'CO-2026-00012',
    'CO-2026-0000',
    'XX-2026-0001',
    'co-2026-0001',
    'CO-26-0001',
    'CO-2026-0001 ',
  ])('refuses %j', (text) => {
    expect(HumanReference.safeParse(text).success).toBe(false);
    expect(parseHumanReference(text)).toBeUndefined();
  });

  it('is the same after a round trip through its parts', () => {
    const parts = fc.record({
      prefix: fc.constantFrom(...Object.values(referencePrefixes)),
      year: fc.integer({ min: 2000, max: 2099 }),
      number: fc.integer({ min: 1, max: 999_999_999 }),
    });
    fc.assert(
      fc.property(parts, (written) => {
        expect(parseHumanReference(HumanReference.parse(formatHumanReference(written)))).toEqual(written);
      }),
    );
  });
});
