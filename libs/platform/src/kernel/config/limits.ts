import { z } from 'zod';

const quota = z.int().min(1).max(1_000_000_000);

/** How many requests the door answers in one window: per client, and per IP address for anonymous callers. */
export const RateLimits = z.strictObject({
  windowSec: z.int().min(1).max(3_600).default(10),
  client: quota.default(1_000),
  anonymous: quota.default(300),
  /** Health, documents, and requests that match no operation. */
  documents: quota.default(1_000),
  wrongTokens: quota.default(100),
});
export type RateLimits = z.infer<typeof RateLimits>;

/** `https://a.example, https://b.example`, or `*`; each an origin exactly as browsers write it. */
export const Origins = z.string().transform((text, context) => {
  const origins = text.split(',').map((origin) => origin.trim());
  const isOrigin = (origin: string): boolean => URL.canParse(origin) && new URL(origin).origin === origin;
  if (origins.every(isOrigin) || text.trim() === '*') return origins;
  context.addIssue({ code: 'custom', message: 'is not a list of origins such as https://app.example.brussels' });
  return z.NEVER;
});
