import { Health } from './health.js';

const checks = { alive: () => true, ready: async () => ({ database: true }), gauges: {} };

it('is ready from the moment it answers calls until it leaves, alive all along', async () => {
  const health = new Health('networks', checks);
  const port = await health.listen(0, '127.0.0.1');
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  const seen = [];
  for (const act of [() => undefined, () => health.enter(), () => health.leave()]) {
    act();
    seen.push([await ask('/readyz'), await ask('/livez')]);
  }
  expect(seen).toEqual([
    [503, 200],
    [200, 200],
    [503, 200],
  ]);
  await health.close();
});
