import { z } from 'zod';

/** The strategy's closed list: every record has one of these levels. */
export const TerritorialLevel = z
  .enum(['metropolis', 'belgium', 'europe', 'world'])
  .meta({ id: 'TerritorialLevel', description: 'How far it reaches' });
export type TerritorialLevel = z.infer<typeof TerritorialLevel>;
