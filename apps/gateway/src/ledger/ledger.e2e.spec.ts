import { ActTables1763942420000, machine } from '@passerelle/platform/acts';
import { Module } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/config';
import { newId } from '@passerelle/platform/database';
import { fact, FactTables1763942400000, record } from '@passerelle/platform/facts';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { broker, type Broker } from '@passerelle/testing/broker';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import { gatewayMigrations } from '../migrations.js';
import { LedgerModule } from './ledger.module.js';
import { LedgerService } from './ledger.service.js';

@Module({})
class Nothing {}

const projects: ServiceDefinition = {
  name: 'projects',
  referencePrefix: 'PJ',
  module: Nothing,
  settings: ServiceSettings,
  migrations: [FactTables1763942400000, ActTables1763942420000],
  facts: [],
  policy: {},
};
const gateway: ServiceDefinition = {
  ...projects,
  name: 'gateway',
  referencePrefix: 'GW',
  module: LedgerModule,
  migrations: gatewayMigrations,
};

const changed = fact('projects', 'changed', z.looseObject({}), { summary: 'A project changed' });

const test = machine('test');
let nats: Broker;
let publisher: StartedApp;
let reader: StartedApp;

const publish = (count: number, id = newId) =>
  publisher.database.transaction(test, async (tx) => {
    for (let number = 0; number < count; number++)
      await record(tx, changed(Object.assign({ id: id(), version: 1 }, { number })));
  });

const ledger = () =>
  reader.database.query<{ sequence: string; event: string; data: object }>(
    `SELECT sequence, event, data FROM ledger WHERE source = 'projects' ORDER BY sequence`,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error('it did not come to pass in 15 s');
}

const read = (count: number) => until(async () => (await ledger()).length === count);

beforeAll(async () => {
  nats = await broker();
  publisher = await startApp(projects, { broker: nats });
  reader = await startApp(gateway, { broker: nats });
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await publisher?.close();
  await nats?.stop();
  await reader?.data.drop();
  await publisher?.data.drop();
});

describe('the ledger', () => {
  it('holds every fact once, in the order and with the bytes of its source', async () => {
    await publish(700);
    await read(700);
    const rows = await ledger();
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: 700 }, (_, index) => index + 1));
    const logged = await publisher.database.query<{ data: string }>('SELECT data FROM event_log ORDER BY pub_seq');
    expect(
      rows.map(({ event }) => event.includes(logged[rows.findIndex((row) => row.event === event)]?.data ?? '?')),
    ).not.toContain(false);
  });

  it('keeps one open state of each record, and the states before it', async () => {
    const id = newId();
    await publish(3, () => id);
    await read(703);
    const states = await reader.database.query<{ data: { number: number }; known_to: Date | null }>(
      'SELECT data, known_to FROM record_state WHERE subject = $1 ORDER BY sequence',
      [`projects/${id}`],
    );
    expect(states.map(({ data }) => data.number)).toEqual([0, 1, 2]);
    expect(states.map(({ known_to }) => known_to === null)).toEqual([false, false, true]);
  });

  it('reads on after its service and the broker were restarted', async () => {
    await reader.close();
    await publish(50);
    reader = await startApp(gateway, { broker: nats, data: reader.data });
    await read(753);
    await nats.kill();
    await publish(30);
    await nats.restart();
    await read(783);
  }, 60_000);

  it('counts once with two readers', async () => {
    const second = await startApp(gateway, { broker: nats, data: reader.data });
    await publish(400);
    await read(1183);
    await second.close();
    expect((await reader.app.get(LedgerService).positions()).find(({ source }) => source === 'projects')).toEqual({
      source: 'projects',
      sequence: 1183,
    });
  }, 60_000);

  it('is unchanged by a stream that was wiped and filled again from the log', async () => {
    const before = await ledger();
    const { user, password } = nats.users.operator ?? {};
    const operator = await connect({ servers: nats.url, user, pass: password });
    await (await jetstreamManager(operator)).streams.delete('INT_PROJECTS');
    await publish(1);
    await read(1184);
    await operator.close();
    expect((await ledger()).slice(0, 1183)).toEqual(before);
    const [doubled] = await reader.database.query<{ doubled: number }>(
      'SELECT count(*)::int - count(DISTINCT id)::int AS doubled FROM ledger',
    );
    expect(doubled?.doubled).toBe(0);
  }, 60_000);

  it('lets nobody change what it holds', async () => {
    await expect(reader.database.query(`UPDATE ledger SET subject = 'projects/other'`)).rejects.toThrow('append-only');
    await expect(reader.database.query('DELETE FROM ledger')).rejects.toThrow('append-only');
  });

  it('stops at a gap, says so, and counts nothing behind it', async () => {
    await reader.close();
    const { user, password } = nats.users.operator ?? {};
    const operator = await connect({ servers: nats.url, user, pass: password });
    const manager = await jetstreamManager(operator);
    await manager.streams.add({ name: 'INT_NETWORKS', subjects: ['facts.int.networks.>'], first_seq: 5 });
    await operator.request('facts.int.networks.networks.joined.v1', '{}');
    await operator.close();
    const data = reader.data;
    reader = await startApp(gateway, { broker: nats, data });
    await reader.database.query(`INSERT INTO fact_checkpoint VALUES ('ledger', 'networks', 0)`);
    await reader.close();
    reader = await startApp(gateway, { broker: nats, data });
    const faults = () => reader.app.get(LedgerService).faults();
    await until(async () => faults().networks !== undefined);
    expect(faults()).toEqual({ networks: 'gap: expected 1, the stream gave 5' });
    await publish(1);
    await read(1185);
  }, 60_000);
});
