import { Health } from './health.js';

const checks = { alive: () => true, ready: async () => ({ database: { status: 'UP' as const } }) };

it('is ready from its first answer to its shutdown, and alive all the time', async () => {
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
