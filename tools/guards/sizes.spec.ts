import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { longMains, oversizedCapabilities } from './sizes.ts';

const root = join(import.meta.dirname, '../..');

function tree(files: Record<string, number>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  for (const [path, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'line\n'.repeat(lines));
  }
  return folder;
}

const capability = (name: string, files: number) =>
  Object.fromEntries(Array.from({ length: files }, (_, n) => [`libs/platform/src/${name}/file-${n}.ts`, 10]));

describe('sizes', () => {
  it('keeps every platform capability and every main.ts small', () => {
    expect([...oversizedCapabilities(root), ...longMains(root)]).toEqual([]);
  });

  it('allows a capability eight files, not nine', () => {
    expect(oversizedCapabilities(tree(capability('runtime/health', 8)))).toEqual([]);
    expect(oversizedCapabilities(tree(capability('runtime/health', 9)))).toEqual(['runtime/health has 9 files']);
  });

  it('refuses a file of 301 lines in a capability', () => {
    const found = oversizedCapabilities(tree({ 'libs/platform/src/events/facts/outbox-relay.ts': 301 }));
    expect(found).toEqual(['events/facts/outbox-relay.ts has more than 300 lines']);
  });

  it('does not count specs', () => {
    expect(
      oversizedCapabilities(
        tree({ ...capability('runtime/health', 5), 'libs/platform/src/runtime/health/a.spec.ts': 390 }),
      ),
    ).toEqual([]);
  });

  it('refuses a main.ts of eleven lines', () => {
    expect(longMains(tree({ 'apps/gateway/src/main.ts': 11 }))).toEqual([
      'apps/gateway/src/main.ts has 11 lines, 10 are allowed',
    ]);
  });
});
