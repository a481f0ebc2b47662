import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atBeginning } from './beginning.js';
import { fileStore } from './file-store.js';
import { anEvent, product } from './product.builder.js';
import type { State } from './state.js';

const aPath = () => join(mkdtempSync(join(tmpdir(), 'subscriber-')), 'state.json');
const aside = { event: anEvent(3, 'a'), reason: 'full', tries: 8, at: '2026-01-01T00:00:00Z' };
const aState: State = {
  ...atBeginning(product),
  cursor: '1-100',
  sequence: 120,
  ahead: [[122, 130]],
  setAside: [aside],
};

describe('a file store', () => {
  it('gives back what it saved, to another process too, and leaves no other file', async () => {
    const path = aPath();
    const store = fileStore(path);
    expect(await store.load()).toBeUndefined();
    await store.save(atBeginning(product));
    await store.save(aState);
    expect([await store.load(), await fileStore(path).load()]).toEqual([aState, aState]);
    expect(readdirSync(join(path, '..'))).toEqual(['state.json']);
  });

  it.each([0, 1, 0.5, 0.99])('refuses a file cut at %d of its length, and says what to do', async (share) => {
    const path = aPath();
    await fileStore(path).save(aState);
    const { length } = readFileSync(path);
    truncateSync(path, share === 1 ? 1 : Math.floor(length * share));
    await expect(fileStore(path).load()).rejects.toMatchObject({
      code: 'damagedState',
      message: expect.stringMatching(/state\.json is damaged.*not taken for the beginning.*backup.*snapshot/),
    });
  });

  it('refuses a file that was changed by hand', async () => {
    const path = aPath();
    await fileStore(path).save(aState);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"sequence":120', '"sequence":12'));
    await expect(fileStore(path).load()).rejects.toMatchObject({ code: 'damagedState' });
  });

  it('is whole after a crash before the new file took its place', async () => {
    const path = aPath();
    await fileStore(path).save(aState);
    writeFileSync(`${path}.new`, '{"sha');
    expect(await fileStore(path).load()).toEqual(aState);
  });

  it('refuses a second process on the same file', async () => {
    const path = aPath();
    const [one, other] = [fileStore(path), fileStore(path)];
    await one.load();
    await other.load();
    await one.save(aState);
    await expect(other.save(aState)).rejects.toMatchObject({ code: 'foreignState' });
  });
});
