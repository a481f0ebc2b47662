import { z } from 'zod';
import { distinct } from './distinct.js';
import { CodeOf } from './reference-list.js';

/** What a record is about: codes of the one list that all services share. */
export const Themes = z
  .array(CodeOf('themes'))
  .max(3)
  .refine(distinct, 'must not name a theme twice')
  .describe('What it is about');
