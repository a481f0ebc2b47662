import { z } from 'zod';
import { distinct } from './distinct.js';
import { CodeOf } from './reference-list.js';

/** The departments of the agency that a record concerns. */
export const Departments = z
  .array(CodeOf('departments'))
  .max(20)
  .refine(distinct, 'must not name a department twice')
  .describe('The departments that it concerns');
