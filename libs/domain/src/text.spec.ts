import { Text } from './text.js';

describe('a text', () => {
  it('is trimmed before it is measured', () => {
    expect(Text(3, 5).parse('  abc \n')).toBe('abc');
    expect(Text(3, 5).safeParse(' ab ').success).toBe(false);
    expect(Text(3, 5).safeParse('abcdef').success).toBe(false);
  });

  it('is never blank, even with a minimum of zero', () => {
    expect(Text(0, 5).safeParse(' \t ').success).toBe(false);
  });

  it.each(['a\0b', 'a\uD800b'])('refuses what PostgreSQL cannot store: %j', (text) => {
    expect(Text(1, 5).safeParse(text).success).toBe(false);
  });
});
