import { z } from 'zod';

/** The expected results of the strategy: A1 to A4 for the agency, R1 to R3 for the Region; worded in the list `results`. */
export const Result = z.enum(['A1', 'A2', 'A3', 'A4', 'R1', 'R2', 'R3']).meta({ id: 'Result' });
export type Result = z.infer<typeof Result>;
