// `npm run ledger -- rebuild`: recomputes the states of records, the contributions and the figures from the ledger.
// For a stack of `npm start`; elsewhere run `node main.js rebuild` in the gateway's folder.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { environmentOf } from '@passerelle/stack/environment';
import { readReady, surroundingsOf } from '@passerelle/stack/report';
import { runFolder } from '@passerelle/stack/run-folder';
import { keptSecrets } from '@passerelle/stack/secrets';

const root = resolve(import.meta.dirname, '..');
const run = runFolder(root);
const around = surroundingsOf(readReady(run.ready), await keptSecrets(run.secrets));
const since = performance.now();
const main = join(root, 'apps/gateway/dist/main.js');
const { status } = spawnSync(process.execPath, [main, process.argv[2] ?? ''], {
  stdio: 'inherit',
  env: environmentOf('gateway', around),
});
if (status === 0) console.log(`done in ${((performance.now() - since) / 1_000).toFixed(1)} s`);
process.exit(status ?? 1);
