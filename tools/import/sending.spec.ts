import { Refusal, type Held } from '../example/client.ts';
import { each, refusalOf, write } from './sending.ts';

const held: Held = { id: 'id', ref: 'PJ-2026-0001' };
const nothing = async () => undefined;
const progress = () => ({ written: 0, projects: 0, partners: 0 });
const refused = (status: number, problem: object = {}) => new Refusal(status, 'http://door', JSON.stringify(problem));

/** Throws each of these errors in turn, then answers. */
function posting(...failures: Error[]) {
  const post = async () => {
    post.times++;
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return held;
  };
  post.times = 0;
  return post;
}

it('looks before it writes again when it is unknown whether a write arrived', async () => {
  for (const failure of [refused(504), new TypeError('fetch failed')]) {
    const arrived = posting(failure);
    expect(await write(arrived, async () => held, progress())).toBe(held);
    expect(arrived.times).toBe(1);
    const lost = posting(failure);
    expect(await write(lost, nothing, progress())).toBe(held);
    expect(lost.times).toBe(2);
  }
});

it('takes a record that another client wrote first, and does not count it as its own write', async () => {
  const count = progress();
  expect(await write(posting(refused(409)), async () => held, count)).toBe(held);
  expect(count.written).toBe(0);
  await expect(write(posting(refused(409)), nothing, count)).rejects.toThrow('409');
});

it('does not repeat a refused write', async () => {
  const post = posting(refused(400));
  await expect(write(post, nothing, progress())).rejects.toThrow('400');
  expect(post.times).toBe(1);
});

it('describes the faults of a refusal; any other error is no refusal of a row', () => {
  const type = 'urn:problem-type:belgif:badRequest';
  const issues = [{ name: 'country', detail: 'is not in the list' }];
  expect(refusalOf(refused(400, { type, issues }))).toBe('badRequest: country is not in the list');
  expect(refusalOf(refused(409, { type: 'urn:x:acronymTaken', detail: 'It is.' }))).toBe('acronymTaken: It is.');
  expect(() => refusalOf(refused(403))).toThrow('403');
  expect(() => refusalOf(new TypeError('fetch failed'))).toThrow('fetch failed');
});

it('has sixteen writes in flight, and stops at the first failure', async () => {
  let [running, most, done] = [0, 0, 0];
  await each(Array.from({ length: 50 }), async () => {
    most = Math.max(most, ++running);
    await new Promise((resume) => setTimeout(resume, 1));
    running--;
    done++;
  });
  expect([most, done]).toEqual([16, 50]);
  let begun = 0;
  const failing = each(Array.from({ length: 50 }), async () => {
    begun++;
    await new Promise((resume) => setTimeout(resume, 1));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(begun).toBe(16);
});
