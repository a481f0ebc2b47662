import { ActTables1763942420000 } from '../../data/request-transaction/index.js';
import { Module } from '@nestjs/common';
import { letters } from '@passerelle/testing/letters';
import { startLimitMs } from '@passerelle/testing/limits';
import { notes, writeNote, test } from '@passerelle/testing/notes';
import { onOwnStage } from '@passerelle/testing/stage';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { ServiceSettings } from '../../kernel/config/index.js';
import { newId } from '../../data/database/index.js';
import { factTables } from '../../events/facts/index.js';
import type { ServiceDefinition } from '../../runtime/service/index.js';
import {
  replicaModule,
  RecordReplica,
  KnownRecordReach1800000900000,
  KnownRecordTables1763942410000,
} from './index.js';

@Module({ imports: [replicaModule()] })
class Reader {}

const reader: ServiceDefinition = {
  name: 'gateway', // the only service that the broker allows to read the facts of networks
  referencePrefix: 'GW',
  module: Reader,
  consumes: ['networks'],
  settings: ServiceSettings,
  migrations: [...factTables, KnownRecordTables1763942410000, KnownRecordReach1800000900000, ActTables1763942420000],
  facts: [],
  policy: {},
};

const stage = onOwnStage(notes);

describe('known records', () => {
  let follower: StartedApp;

  beforeAll(async () => {
    follower = await startApp(reader, { broker: stage.nats });
  }, startLimitMs);

  afterAll(() => follower?.close());

  const known = () => follower.app.get(RecordReplica);
  const find = (id: string) => follower.database.read(test, (tx) => known().find(tx, 'notes', id));

  it("knows another service's record once its fact has arrived, and refuses unknown records", async () => {
    const { id } = await stage.app.database.transaction(test, (tx) => writeNote(tx, 'heard of'));
    await until('the fact arrives', async () => (await find(id)) !== undefined);
    await follower.database.read(test, (tx) => known().refuseUnknown(tx, 'notes', id, 'noteId'));
    await expect(
      follower.database.read(test, (tx) => known().refuseUnknown(tx, 'notes', newId(), 'noteId')),
    ).rejects.toMatchObject({
      issues: [{ type: expect.stringContaining('referencedResourceNotFound'), name: 'noteId' }],
    });
  });

  it('keeps its records while the other service is down', async () => {
    const { id } = await stage.app.database.transaction(test, (tx) => writeNote(tx, 'heard of'));
    await until('the fact arrives', async () => (await find(id)) !== undefined);
    await stage.app.close();
    expect(await find(id)).toMatchObject({ state: null });
  });
});

const post = onOwnStage(letters);

describe('a known record that was taken back', () => {
  let follower: StartedApp;

  beforeAll(async () => {
    follower = await startApp(reader, { broker: post.nats });
  }, startLimitMs);

  afterAll(() => follower?.close());

  it('is known no more', async () => {
    const body = { title: { fr: 'Lettre' }, toParty: 'BE-VLG', classification: 'internal' };
    const { id } = (await post.client.call('rpc.networks.letters.write', { body })).body;
    const find = () =>
      follower.database.read(test, (tx) => follower.app.get(RecordReplica).find(tx, 'letters', String(id)));
    await until('the fact arrives', async () => (await find())?.state === 'draft');
    expect(await find()).toMatchObject({ classification: 'internal', parties: ['BE-BRU', 'BE-VLG'], days: null });
    const taken = { path: { letterId: String(id) }, body: { transition: 'retract' } };
    expect((await post.client.call('rpc.networks.letters.retract', taken)).status).toBe(200);
    await until('it is forgotten', async () => (await find()) === undefined);
  });
});
