import { within } from './within.js';

const never = new Promise<never>(() => {});
const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

it('returns the result of the work, and clears its timer', async () => {
  const before = timers();
  expect(await within(Promise.resolve('done'), 60_000, () => 'late')).toBe('done');
  await expect(within(Promise.reject(new Error('broken')), 60_000, () => 'late')).rejects.toThrow('broken');
  expect(timers()).toBe(before);
});

it('returns the result of `late` when the time is over, also a rejection', async () => {
  expect(await within(never, 1, () => 'late')).toBe('late');
  const refuse = () => {
    throw new Error('no answer');
  };
  await expect(within(never, 1, refuse)).rejects.toThrow('no answer');
});
