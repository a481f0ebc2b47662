import { z } from 'zod';

/** The closed list of the strategy: every record of the product stands at one of these levels. */
export const TerritorialLevel = z.enum(['metropolis', 'belgium', 'europe', 'world']).meta({ id: 'TerritorialLevel' });
export type TerritorialLevel = z.infer<typeof TerritorialLevel>;
