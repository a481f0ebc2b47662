import { z } from 'zod';

/** Who calls: what the door found in the bearer token, and what every service decides upon. */
export const Caller = z.object({
  subject: z.string().min(1).max(200),
  client: z.string().min(1).max(200),
  /** The region on whose behalf the call is made; absent for anonymous callers. */
  party: z.string().max(20).optional(),
  roles: z.array(z.string().max(50)).max(20),
  scopes: z.array(z.string().max(100)).max(50),
});
export type Caller = z.infer<typeof Caller>;

export const anonymous: Caller = { subject: 'anonymous', client: 'anonymous', roles: [], scopes: [] };
