import { quotaOf, rateHeaders } from './quotas.js';

const limits = { windowSec: 10, client: 1_000, anonymous: 30, documents: 5, wrongTokens: 1 };

it('leases what the quota grants in 100 ms, and at least one', () => {
  expect(quotaOf('client', limits).lease).toBe(10);
  expect(quotaOf('anonymous', limits).lease).toBe(1);
  expect(quotaOf('wrongTokens', limits).lease).toBe(1);
});

it('reports quota, window and remainder as structured fields', () => {
  expect(rateHeaders(quotaOf('client', limits), 999, 9_001)).toEqual({
    'RateLimit-Policy': '"client";q=1000;w=10',
    RateLimit: '"client";r=999;t=10',
  });
});
