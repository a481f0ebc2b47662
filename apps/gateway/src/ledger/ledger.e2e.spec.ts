import { ActTables1763942420000, systemActor } from '@passerelle/platform/data/request-transaction';
import { Module } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { newId } from '@passerelle/platform/data/database';
import { fact, factTables, record } from '@passerelle/platform/events/facts';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { factWith } from '@passerelle/testing/any-fact';
import { broker, type Broker } from '@passerelle/testing/broker';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import { gatewayMigrations } from '../migrations.js';
import { LedgerModule } from './ledger.module.js';
import { LedgerService } from './ledger.service.js';
import { appended } from './ledger.store.js';

@Module({})
class Nothing {}

const projects: ServiceDefinition = {
  name: 'projects',
  referencePrefix: 'PJ',
  module: Nothing,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
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

const test = systemActor('test');
let nats: Broker;
let publisher: StartedApp;
let reader: StartedApp;

const publish = (count: number, id = newId) =>
  publisher.database.transaction(test, async (tx) => {
    for (let number = 0; number < count; number++)
      await record(tx, factWith(changed, { id: id(), version: 1, number }));
  });

const ledger = () =>
  reader.database.query<{ sequence: string; event: string; data: object }>(
    `SELECT sequence, event, data FROM ledger WHERE source = 'projects' ORDER BY sequence`,
  );

const read = (count: number) => until('the ledger contains it', async () => (await ledger()).length === count);

beforeAll(async () => {
  nats = await broker();
  publisher = await startApp(projects, { broker: nats });
  reader = await startApp(gateway, { broker: nats });
});

afterAll(async () => {
  await reader?.close();
  await publisher?.close();
  await nats?.stop();
  await reader?.data.drop();
  await publisher?.data.drop();
});

describe('the ledger', () => {
  it('stores every fact once, in the order and with the bytes of its source', async () => {
    await publish(700);
    await read(700);
    const rows = await ledger();
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: 700 }, (_, index) => index + 1));
    const logged = await publisher.database.query<{ data: string }>(
      `SELECT data FROM event_log WHERE product = 'internal' ORDER BY pub_seq`,
    );
    expect(
      rows.map(({ event }) => event.includes(logged[rows.findIndex((row) => row.event === event)]?.data ?? '?')),
    ).not.toContain(false);
  });

  it('parses each event once, however many columns are read from it', async () => {
    const plan = await reader.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN (VERBOSE) ${appended}`, [
      'projects',
      ['{}'],
      ['projects.changed'],
    ]);
    const lines = plan.map((row) => row['QUERY PLAN'].trim());
    // PostgreSQL prints `(…)::jsonb ->` if a column parses the event itself, and `((…)::jsonb) ->` if it reads the
    // parsed one.
    expect(lines.filter((line) => line === 'Output: (given.event)::jsonb')).toHaveLength(1);
    expect(lines.join()).not.toContain('::jsonb ->');
  });

  it('keeps one open state of each record, and its earlier states', async () => {
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

  it('reads on after a restart of the service and the broker', async () => {
    await reader.close();
    await publish(50);
    reader = await startApp(gateway, { broker: nats, data: reader.data });
    await read(753);
    await nats.kill();
    await publish(30);
    await nats.restart();
    await read(783);
  });

  it('survives invalid announcements, and follows no service that another one names', async () => {
    const { user, password } = nats.users.projects ?? {};
    const thief = await connect({ servers: nats.url, user, pass: password });
    const forged = { service: 'cooperation', instance: 'forged', version: '1', hash: 'forged', leaving: false };
    for (const payload of ['not JSON', '', '[]', JSON.stringify(forged)]) thief.publish('announce.projects', payload);
    await thief.flush();
    await thief.close();
    await publish(1);
    await read(784);
    const followed = await reader.app.get(LedgerService).positions();
    expect(followed.map(({ source }) => source).sort()).toEqual(['gateway', 'projects']);
  });

  it('counts facts once with two readers', async () => {
    const second = await startApp(gateway, { broker: nats, data: reader.data });
    await publish(400);
    await read(1184);
    await second.close();
    expect((await reader.app.get(LedgerService).positions()).find(({ source }) => source === 'projects')).toEqual({
      source: 'projects',
      sequence: 1184,
    });
  });

  it('is unchanged after a stream is deleted and filled again from the outbox', async () => {
    const before = await ledger();
    const { user, password } = nats.users.operator ?? {};
    const operator = await connect({ servers: nats.url, user, pass: password });
    await (await jetstreamManager(operator)).streams.delete('INT_PROJECTS');
    await publish(1);
    await read(1185);
    await operator.close();
    expect((await ledger()).slice(0, 1184)).toEqual(before);
    const [doubled] = await reader.database.query<{ doubled: number }>(
      'SELECT count(*)::int - count(DISTINCT id)::int AS doubled FROM ledger',
    );
    expect(doubled?.doubled).toBe(0);
  });

  it('is append-only', async () => {
    await expect(reader.database.query(`UPDATE ledger SET subject = 'projects/other'`)).rejects.toThrow('append-only');
    await expect(reader.database.query('DELETE FROM ledger')).rejects.toThrow('append-only');
  });

  it('stops at a gap, reports it, and counts nothing after it', async () => {
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
    await until('the fault is reported', async () => faults().networks !== undefined);
    expect(faults()).toEqual({ networks: 'gap: expected 1, the stream gave 5' });
    await publish(1);
    await read(1186);
  });
});
