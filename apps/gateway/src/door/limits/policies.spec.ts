import { policyOf, rateHeaders } from './policies.js';

const limits = { windowSec: 10, client: 1_000, anonymous: 30, documents: 5, wrongTokens: 1 };

it('leases what the quota grants in 100 ms, and never less than one', () => {
  expect(policyOf('client', limits).lease).toBe(10);
  expect(policyOf('anonymous', limits).lease).toBe(1);
  expect(policyOf('wrongTokens', limits).lease).toBe(1);
});

it('tells quota, window and rest as structured fields', () => {
  expect(rateHeaders(policyOf('client', limits), 999, 9_001)).toEqual({
    'RateLimit-Policy': '"client";q=1000;w=10',
    RateLimit: '"client";r=999;t=10',
  });
});
