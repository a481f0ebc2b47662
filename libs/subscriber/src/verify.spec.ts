import { atBeginning } from './beginning.js';
import { follow } from './follow.js';
import { anEvent, memoryStore, product, ProductServer } from './product.builder.js';
import { Progress } from './progress.js';
import type { State } from './state.js';
import { compared } from './verify.js';

let server: ProductServer;
beforeEach(async () => (server = await ProductServer.start()));
afterEach(() => server.stop());

const records = (count: number): string[] => Array.from({ length: count }, (_, index) => `record-${index % 9}`);

/** The state after all events that the server has. */
async function followed(): Promise<State> {
  const stop = new AbortController();
  const store = memoryStore();
  let count = 0;
  const handler = () => void ((count += 1) === server.events.length && stop.abort());
  await follow({
    base: server.base,
    product,
    headers: () => ({ 'x-api-key': 'right' }),
    store,
    handler,
    signal: stop.signal,
  });
  return store.state();
}

describe('completeness', () => {
  it('is proven up to the end, and up to the last full thousand once the server goes on', async () => {
    server.add(...records(2100));
    const state = await followed();
    expect(compared(state, server.checkpoints())).toMatchObject({
      outcome: 'complete',
      provenFrom: 1,
      provenTo: 2100,
      behind: 0,
    });
    server.add(...records(50));
    expect(compared(state, server.checkpoints())).toMatchObject({ outcome: 'behind', provenTo: 2000, behind: 50 });
  });

  it('is not proven where the server has another event, and names the first range', async () => {
    server.add(...records(2100));
    const state = await followed();
    server.events[1500] = anEvent(1501, 'other');
    expect(compared(state, server.checkpoints())).toMatchObject({
      outcome: 'differs',
      provenTo: 1000,
      differs: { from: 1001, to: 2000, reason: 'the chains differ' },
    });
  });

  it('is not proven where the server lost events', async () => {
    server.add(...records(10));
    const state = await followed();
    server.events.length = 7;
    expect(compared(state, server.checkpoints())).toMatchObject({ outcome: 'differs', differs: { from: 8, to: 10 } });
  });

  it('has nothing to prove before the first event', () => {
    expect(compared(undefined, [])).toMatchObject({ outcome: 'nothing', provenFrom: 1, provenTo: 0, behind: 0 });
    expect(compared(atBeginning(product), [])).toMatchObject({ outcome: 'complete', provenTo: 0 });
  });

  it('is computed as agreed', () => {
    const [one, two] = [
      { ...anEvent(1, 'a'), id: '00000000-0000-4000-8000-000000000001', datasha256: 'a'.repeat(64) },
      { ...anEvent(2, 'b'), id: '00000000-0000-4000-8000-000000000002', datasha256: 'b'.repeat(64) },
    ];
    const progress = new Progress(atBeginning(product));
    progress.accept({ events: [one, two], next: '1-2' });
    progress.settle(two);
    expect(progress.state()).toMatchObject({ sequence: 0, ahead: [[2, 2]], proof: { count: 0 } });
    progress.settle(one);
    // Computed by Python's hashlib.
    expect(progress.state()).toMatchObject({
      sequence: 2,
      ahead: [],
      cursor: '1-2',
      proof: { count: 2, sha256: '8700b7ad58e2fa431475655d9c996c1a98cb7857dd529505337151855b20f634' },
    });
  });
});
