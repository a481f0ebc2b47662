import fc from 'fast-check';
import { comparisonKey, inOneLine, inSeveralLines, MultilineText, Text } from './text.js';

describe('a text', () => {
  it('is trimmed before it is measured', () => {
    expect(Text(3, 5).parse('  abc \n')).toBe('abc');
    expect(Text(3, 5).safeParse(' ab ').success).toBe(false);
    expect(Text(3, 5).safeParse('abcdef').success).toBe(false);
  });

  it('is never blank, even with a minimum of zero', () => {
    expect(Text(0, 5).safeParse(' \t ').success).toBe(false);
  });

  it.each([...'\n\r\t\u000b\u001b\u007f\u0085\u009b\u2028\u2029\u202e\u2066\u200f'])(
    'is one line: refused with %j in it',
    (sign) => {
      expect(Text(1, 5).safeParse(`a${sign}b`).error?.issues[0]?.message).toBe(
        'must be one line, without control characters',
      );
      expect(Text(1, 5).parse(inOneLine(`a${sign}b`))).toBe('a b');
    },
  );

  it('is stored in composed letters, in one line or several', () => {
    expect(Text(1, 5).parse('E\u0301')).toBe('É');
    expect(MultilineText(1, 5).parse('E\u0301\nE\u0301')).toBe('É\nÉ');
  });

  it('of several lines normalises line breaks, and keeps tabs', () => {
    expect(MultilineText(1, 20).parse('a\r\nb\rc\n\td')).toBe('a\nb\nc\n\td');
  });

  it.each([...'\u000b\u001b\u0085\u2028\u202e'])('of several lines is refused with %j in it', (sign) => {
    expect(MultilineText(1, 5).safeParse(`a${sign}b`).success).toBe(false);
    expect(MultilineText(1, 5).parse(inSeveralLines(`a${sign}b`))).toBe('a b');
  });

  it.each(['a\0b', 'a\uD800b'])('refuses what PostgreSQL cannot store: %j', (text) => {
    expect(Text(1, 5).safeParse(text).success).toBe(false);
  });
});

it.each(['\u200b\u200b', '\u00a0\u200b\u2060\u00ad', '\u2062'])('a text of %j has no visible character', (text) => {
  for (const schema of [Text(1, 300), MultilineText(1, 300)])
    expect(schema.safeParse(text).error?.issues.length).toBeGreaterThan(0);
});

describe('a comparison key', () => {
  it.each([
    ['composed and decomposed letters', 'ÉTUDE', 'E\u0301TUDE'],
    ['capitals', 'Metro', 'METRO'],
    ['kinds of dash', 'Bruxelles-Charleroi', 'Bruxelles\u2013Charleroi'],
    ['a minus sign', '2007-2013', '2007\u22122013'],
    ['kinds of space', 'City of  Probe', '\u00a0City\u202fof\tProbe\n'],
    ['kinds of apostrophe', "Côte d'Opale", 'Côte d\u2019Opale'],
    ['a joiner between a letter and its accent', 'Étude', 'E\u200d\u0301tude'],
    ['a soft hyphen', 'Zusammenarbeit', 'Zusammen\u00adarbeit'],
    ['a space without width', 'Vert-Bleu', 'Vert-\u200bBleu'],
  ])('is the same for %s', (_, one, other) => {
    expect(comparisonKey(other)).toBe(comparisonKey(one));
  });

  it('differs for accents, for look-alike letters, and for a dash instead of a space', () => {
    const names = ['Liege', 'Liège', 'Li\u00e8ge 1', 'Liège-1', '\u0391', 'A'];
    expect(new Set(names.map(comparisonKey)).size).toBe(names.length);
  });

  it('is idempotent, and the same for every Unicode form of a text', () => {
    const law = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const key = comparisonKey(text);
      expect(comparisonKey(key)).toBe(key);
      expect(comparisonKey(text.normalize('NFD'))).toBe(key);
    });
    fc.assert(law, { numRuns: 1_000 });
  });
});
