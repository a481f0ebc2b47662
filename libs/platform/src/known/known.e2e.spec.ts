import { ActTables1763942420000 } from '../acts/index.js';
import { Module } from '@nestjs/common';
import { broker, type Broker } from '@passerelle/testing/broker';
import { notes, writeNote, test } from '@passerelle/testing/notes';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { ServiceSettings } from '../config/index.js';
import { newId } from '../database/index.js';
import { FactTables1763942400000 } from '../facts/index.js';
import type { ServiceDefinition } from '../service/index.js';
import { knownModule, KnownRecords, KnownRecordTables1763942410000 } from './index.js';

@Module({ imports: [knownModule(['networks'])] })
class Reader {}

const reader: ServiceDefinition = {
  name: 'projects',
  referencePrefix: 'PJ',
  module: Reader,
  settings: ServiceSettings,
  migrations: [FactTables1763942400000, KnownRecordTables1763942410000, ActTables1763942420000],
  facts: [],
  policy: {},
};

let nats: Broker;
let author: StartedApp;
let follower: StartedApp;

beforeAll(async () => {
  nats = await broker();
  [author, follower] = await Promise.all([startApp(notes, { broker: nats }), startApp(reader, { broker: nats })]);
}, 60_000);

afterAll(async () => {
  await Promise.all([author?.close(), follower?.close()]);
  await nats?.stop();
});

const known = () => follower.app.get(KnownRecords);
const find = (id: string) => follower.database.read(test, (tx) => known().find(tx, 'notes', id));

it("knows another service's record once its fact has arrived, and refuses what nobody told of", async () => {
  const { id } = await author.database.transaction(test, (tx) => writeNote(tx, 'heard of'));
  await until('the fact arrives', async () => (await find(id)) !== undefined);
  await follower.database.read(test, (tx) => known().refuseUnknown(tx, 'notes', id, 'noteId'));
  await expect(
    follower.database.read(test, (tx) => known().refuseUnknown(tx, 'notes', newId(), 'noteId')),
  ).rejects.toMatchObject({
    issues: [{ type: expect.stringContaining('referencedResourceNotFound'), name: 'noteId' }],
  });
});

it('keeps what it knows while the other service is away', async () => {
  const { id } = await author.database.transaction(test, (tx) => writeNote(tx, 'heard of'));
  await until('the fact arrives', async () => (await find(id)) !== undefined);
  await author.close();
  expect(await find(id)).toMatchObject({ state: null });
});
