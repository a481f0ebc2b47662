import { pause } from '@passerelle/testing/until';
import pg from 'pg';
import { address, from, granted, onTwoDoors, times } from './limits.builder.js';
import { WindowsStore } from './windows.store.js';

// The grant of a new window: windows of two seconds, which need a quiet machine.

const windowSec = 2;
const { stage, bases, as } = onTwoDoors(windowSec);
const pastTheWindow = () => pause(windowSec * 1000 + 100);

it('grants again once the window is over', async () => {
  const ask = from(bases[0] ?? '', '192.0.2.2');
  await pastTheWindow();
  expect(granted(await times(21, () => ask()))).toBe(20);
  await pastTheWindow();
  expect((await ask()).status).toBe(200);
});

it('costs the database one statement for many calls', async () => {
  const store = stage.door.app.get(WindowsStore);
  let taken = 0;
  const { take } = store;
  store.take = (...given) => {
    taken++;
    return take.apply(store, given);
  };
  for (let call = 0; call < 40; call++) await as(bases[0] ?? '', 'auditor')('GET', address);
  store.take = take;
  // A quota of 100 in 2 s is leased by 5.
  expect(taken).toBeLessThanOrEqual(10);
});

it('counts alone, and keeps refusing, while PostgreSQL is away', async () => {
  await pastTheWindow();
  const client = new pg.Client({ connectionString: stage.door.data.ownerUrl });
  await client.connect();
  await client.query('ALTER TABLE rate_window RENAME TO rate_window_away');
  try {
    const here = await times(30, () => from(bases[0] ?? '', '192.0.2.10')());
    const there = await times(30, () => from(bases[1] ?? '', '192.0.2.10')());
    expect([granted(here), granted(there)]).toEqual([20, 20]);
  } finally {
    await client.query('ALTER TABLE rate_window_away RENAME TO rate_window');
  }
  await pastTheWindow();
  expect(granted(await times(60, (index) => from(bases[index % 2] ?? '', '192.0.2.10')()))).toBe(20);
  await pastTheWindow();
  await stage.door.app.get(WindowsStore).tidy();
  expect((await client.query('SELECT * FROM rate_window')).rows).toEqual([]);
  await client.end();
});
