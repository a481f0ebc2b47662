import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

it('docs/api matches the contracts that the services announce', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('tools/catalogue.ts'), '--check'], {
    encoding: 'utf8',
  });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: 'docs/api is what the services announce\n' });
});
