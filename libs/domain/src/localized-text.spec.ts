import fc from 'fast-check';
import { languages } from './language.js';
import {
  bestText,
  isPublishable,
  LocalizedText,
  reviseTranslations,
  TranslationState,
  type LocalizedText as Localized,
} from './localized-text.js';

const Title = LocalizedText(3, 20);
const at = '2026-03-01T09:30:00Z';
const earlier = '2026-01-01T00:00:00Z';

const aWord = fc.constantFrom('un', 'deux', 'trois');
const someTexts = fc.record({ fr: aWord, nl: aWord, en: aWord, de: aWord }, { requiredKeys: [] });
const aText = someTexts.filter((text) => Object.keys(text).length > 0);
const aLanguage = fc.constantFrom(...languages);

describe('a localized text', () => {
  it('has at least one language, each within its bounds', () => {
    expect(Title.parse({ fr: ' Forum ' })).toEqual({ fr: 'Forum' });
    expect(Title.safeParse({}).success).toBe(false);
    expect(Title.safeParse({ fr: undefined }).success).toBe(false);
    expect(Title.safeParse({ fr: 'Forum', nl: 'ab' }).success).toBe(false);
    expect(Title.safeParse({ fr: 'Forum', nl: '   ' }).success).toBe(false);
  });

  it('refuses an unsupported language', () => {
    expect(Title.safeParse({ fr: 'Forum', it: 'Forum' }).success).toBe(false);
  });

  it('is publishable in both official languages', () => {
    expect(isPublishable({ fr: 'Forum', nl: 'Forum' })).toBe(true);
    expect(isPublishable({ fr: 'Forum', en: 'Forum', de: 'Forum' })).toBe(false);
  });
});

describe('the best text', () => {
  const text = { nl: 'Gewest', en: 'Region', de: 'Region' };

  it('is the first of the preferred languages that it has', () => {
    expect(bestText(text, ['fr', 'de'])).toEqual({ text: 'Region', language: 'de', fallback: false });
  });

  it('falls back to an official language, then English, then any language, and reports the fallback', () => {
    expect(bestText(text, ['fr'])).toEqual({ text: 'Gewest', language: 'nl', fallback: true });
    expect(bestText({ en: 'Region', de: 'Region' }, ['fr'])).toMatchObject({ language: 'en', fallback: true });
    expect(bestText({ de: 'Region' }, ['fr'])).toMatchObject({ language: 'de', fallback: true });
  });

  it('is no fallback when no language was requested', () => {
    expect(bestText(text, [])).toEqual({ text: 'Gewest', language: 'nl', fallback: false });
  });

  it('is always one of its texts, and the preferred one when there is one', () => {
    fc.assert(
      fc.property(aText, fc.uniqueArray(aLanguage), (some: Localized, preferred) => {
        const best = bestText(some, preferred);
        expect(some[best.language]).toBe(best.text);
        expect(best.fallback).toBe(preferred.length > 0 && !preferred.some((language) => some[language]));
      }),
    );
  });
});

describe('a revision', () => {
  const before = { fr: 'Forum', nl: 'Forum', de: 'Forum' };

  it('marks translations stale that did not change with the original', () => {
    const after = { fr: 'Le Forum', nl: 'Het Forum', de: 'Forum' };
    expect(reviseTranslations(before, after, { original: 'fr' }, at)).toEqual({
      original: 'fr',
      staleSince: { de: at },
    });
  });

  it('marks a translation fresh when its text changes', () => {
    const state = { original: 'fr' as const, staleSince: { nl: earlier, de: earlier } };
    const after = { ...before, nl: 'Het Forum' };
    expect(reviseTranslations(before, after, state, at)).toEqual({ original: 'fr', staleSince: { de: earlier } });
  });

  it('keeps the day since which a translation is stale', () => {
    const state = { original: 'fr' as const, staleSince: { nl: earlier } };
    const after = { ...before, fr: 'Le Forum' };
    expect(reviseTranslations(before, after, state, at).staleSince).toEqual({ nl: earlier, de: at });
  });

  it('forgets a translation that is removed', () => {
    const state = { original: 'fr' as const, staleSince: { de: earlier } };
    expect(reviseTranslations(before, { fr: 'Forum', nl: 'Forum' }, state, at)).toEqual({ original: 'fr' });
  });

  it('follows these rules for every pair of texts', () => {
    fc.assert(
      fc.property(aText, aText, aLanguage, (from: Localized, to: Localized, original) => {
        const state = TranslationState.parse(reviseTranslations(from, to, { original }, at));
        for (const language of languages) {
          const lags = language !== original && to[language] && to[language] === from[language];
          const expected = lags && from[original] !== to[original] ? at : undefined;
          expect(state.staleSince?.[language]).toBe(expected);
        }
      }),
    );
  });

  it('changes nothing when nothing changed', () => {
    fc.assert(
      fc.property(aText, aLanguage, (text: Localized, original) => {
        expect(reviseTranslations(text, text, { original }, at)).toEqual({ original });
      }),
    );
  });
});
