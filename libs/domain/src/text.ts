import { z } from 'zod';

// PostgreSQL stores neither NUL nor half of a surrogate pair: refused here, so that no such text can fail later, deep in a write.
// Other control characters have no business in a text either, save line breaks and tabs.
export const isStorable = (text: string) => !/[^\P{Cc}\n\r\t]/u.test(text) && text.isWellFormed();

/** A text in one language (or in none: an acronym, a place), trimmed; `min` and `max` count what is left. */
export const Text = (min: number, max: number) =>
  z.string().trim().min(Math.max(1, min)).max(max).refine(isStorable, 'holds a character that cannot be stored');
