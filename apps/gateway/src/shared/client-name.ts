import { z } from 'zod';

/** The client of a credential of ours: a program, never a person. */
export const ClientName = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9-]{1,49}$/)
  .describe('The program that reads, never a person');
