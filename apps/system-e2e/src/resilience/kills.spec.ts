import { planOf } from './kills.ts';

const services = ['cooperation', 'gateway'];
const countOf = (seed: number, writes: number) => {
  const names = planOf(seed, writes, services).flatMap(({ victims }) => victims.map(({ name }) => name));
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
};

it('plans the same kills from the same seed, and others from another', () => {
  expect(planOf(7, 5_000, services)).toEqual(planOf(7, 5_000, services));
  expect(planOf(7, 5_000, services)).not.toEqual(planOf(8, 5_000, services));
});

it('kills each service twenty times in 5,000 writes, NATS ten times, PostgreSQL five times', () => {
  expect(countOf(1, 5_000)).toEqual({ cooperation: 20, gateway: 20, nats: 10, postgres: 5 });
});

it('kills every process at least once in a short run', () => {
  expect(countOf(1, 100)).toEqual({ cooperation: 1, gateway: 1, nats: 1, postgres: 1 });
});

it('kills in the order of the writes, sometimes two at once and never the same twice at once', () => {
  for (let seed = 0; seed < 50; seed++) {
    const plan = planOf(seed, 5_000, services);
    const moments = plan.map(({ after }) => after);
    expect(moments).toEqual([...moments].sort((one, other) => one - other));
    expect(moments.at(-1)).toBeLessThan(5_000);
    const sizes = new Set(plan.map(({ victims }) => new Set(victims.map(({ name }) => name)).size));
    expect(sizes).toEqual(new Set([1, 2]));
    expect(plan.every(({ victims }) => new Set(victims.map(({ name }) => name)).size === victims.length)).toBe(true);
  }
});
