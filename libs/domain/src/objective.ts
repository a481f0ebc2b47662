import { z } from 'zod';

/** The four objectives of the strategy; their wording is the reference list `objectives`. */
export const Objective = z
  .enum(['O1', 'O2', 'O3', 'O4'])
  .meta({ id: 'Objective', description: 'Of the strategy, as the list objectives words it' });
export type Objective = z.infer<typeof Objective>;
