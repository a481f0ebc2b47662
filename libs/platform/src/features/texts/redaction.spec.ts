import { inJson, without, wordsFrom } from './redaction.js';

describe('the words to take back', () => {
  it('are read as records contain them: composed, with plain line breaks, trimmed', () => {
    expect(wordsFrom('  Jose\u0301 Planted\r\nof Ghent \n')).toBe('José Planted\nof Ghent');
  });

  it.each(['', ' \n', 'ab', '[…]'])('are refused when they would be found anywhere: %j', (given) => {
    expect(wordsFrom(given)).toBeUndefined();
  });

  it('are found inside JSON', () => {
    const words = 'a "quoted"\nname\\';
    expect(JSON.stringify({ title: { fr: `of ${words}` } })).toContain(inJson(words));
  });
});

describe('a value without words', () => {
  it('keeps everything else, at every depth and in the same order', () => {
    const value = { z: 1, title: { nl: 'met Ann Planted en Ann Planted' }, list: ['Ann Planted', null, true] };
    expect(JSON.stringify(without(value, 'Ann Planted'))).toBe(
      '{"z":1,"title":{"nl":"met […] en […]"},"list":["[…]",null,true]}',
    );
  });

  it('keeps the names of its fields', () => {
    expect(without({ title: 'title' }, 'title')).toEqual({ title: '[…]' });
  });

  it('takes the words as they are written, and no pattern', () => {
    expect(without('a.b a+b $& axb', 'a.b')).toBe('[…] a+b $& axb');
  });
});
