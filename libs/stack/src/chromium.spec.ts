import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';

let folder: string;

// The environment is this file's own copy: Jest gives each file one.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passerelle-chromium-'));
  Object.assign(process.env, { CHROMIUM_PATH: '', PATH: folder, XDG_CACHE_HOME: join(folder, 'cache') });
});

/** A fake program that works, or that fails. */
function program(name: string, code = 0): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  return path;
}

it('takes the browser that CHROMIUM_PATH names before one on the PATH', async () => {
  program('chromium');
  process.env.CHROMIUM_PATH = program('mine');
  expect(await findChromium()).toEqual({ path: join(folder, 'mine'), environment: {} });
});

it('takes the first on the PATH that runs: Ubuntu has one that only points to a snap', async () => {
  program('chromium-browser', 1);
  program('google-chrome');
  expect(await findChromium()).toMatchObject({ path: join(folder, 'google-chrome') });
});

it('fails with instructions when there is no browser and none can be fetched', async () => {
  await expect(findChromium()).rejects.toThrow(/^No Chromium found\. Install .* apt-get install .* CHROMIUM_PATH/);
});

it('fails when CHROMIUM_PATH names a program that does not run, even if another one does', async () => {
  program('chromium');
  process.env.CHROMIUM_PATH = program('broken', 1);
  await expect(findChromium()).rejects.toThrow(/^CHROMIUM_PATH names .*broken, which does not run here\. Install /);
});
