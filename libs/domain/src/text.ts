import { z } from 'zod';

// PostgreSQL stores neither NUL nor half of a surrogate pair: refused here, so that no such text fails later, in a write.
// Other control characters are refused too, except line breaks and tabs.
export const isStorable = (text: string) => !/[^\P{Cc}\n\r\t]/u.test(text) && text.isWellFormed();

// Not allowed in a single line: they end it (U+0085, U+2028), hide what follows, or reverse its order (U+202E).
const unfitForLine = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const gap = /[ \p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;
const unfitForLines = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A text made fit for a single line: for texts that were stored before the rule, or come from elsewhere, before they are sent. */
export const inOneLine = (text: string): string => (unfitForLine.test(text) ? text.replace(gap, ' ').trim() : text);
/** The same for texts of several lines. */
export const inSeveralLines = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unfitForLines, ' ');

/** The parameters of the issue of an unfit text, with the function that makes it fit. */
export type UnfitText = { readonly fitted: (text: string) => string };
const isSeen = (text: string) => /[^\p{C}\p{Z}]/u.test(text);
const unseenText = 'must contain a visible character';
const isFitFor = (unfit: RegExp) => (text: string) => text.search(unfit) < 0 && text.isWellFormed();

/**
 * A single line in one language (or in none: an acronym, a place), trimmed and in composed letters; `min` and `max` count the
 * result.
 */
export const Text = (min: number, max: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(Math.max(1, min))
    .max(max)
    .refine(isSeen, unseenText)
    .refine(isFitFor(unfitForLine), {
      error: 'must be one line, without control characters',
      params: { fitted: inOneLine } satisfies UnfitText,
    });

/** The same in several lines: a reason, a summary. */
export const MultilineText = (min: number, max: number) =>
  z
    .string()
    .normalize('NFC')
    .overwrite((text) => text.replace(/\r\n?/g, '\n'))
    .trim()
    .min(Math.max(1, min))
    .max(max)
    .refine(isSeen, unseenText)
    .refine(isFitFor(unfitForLines), {
      error: 'must not contain control characters other than line breaks and tabs',
      params: { fitted: inSeveralLines } satisfies UnfitText,
    });

// Characters without width make no difference between two names: soft hyphen, joiners, variation selectors, zero-width space.
const unseen = /[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/g;
const anySpace = /[\s\p{Z}\p{Cc}]+/gu;
const anyDash = /[\p{Pd}\u2043\u2212\u02d7]/gu;
const anyApostrophe = /[\u2018\u2019\u201b\u02b9\u02bc\u2032\u00b4\u0060]/g;

/**
 * The key under which two spellings of one name or code are equal: composed letters, lower case, one kind of dash, of space and
 * of apostrophe. For comparison only, never to store or show.
 */
export const comparisonKey = (text: string): string =>
  text
    .replace(unseen, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
    .replace(anySpace, ' ')
    .replace(anyDash, '-')
    .replace(anyApostrophe, "'")
    .trim();
