import { nkeys } from '@nats-io/transport-node';
import { fetchPackage } from '@passerelle/stack/apt-package';
import { distributionArchive } from '@passerelle/stack/apt-sources';
import { newId } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { record } from '@passerelle/platform/events/facts';
import { freshFolder } from '@passerelle/stack/test-run';
import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { letterFacts, letters } from '@passerelle/testing/letters';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { join } from 'node:path';
import { gateway } from '../gateway.js';
import { PartnerStreams } from './partner-streams.keeper.js';

// Servers of older distributions, from their signed archive: what docs/deploy.md says of them.

describe.each([
  ['bookworm', '2.9.'],
  ['trixie', '2.10.'],
])('with the nats-server of %s', (suite, version) => {
  let nats: Broker;
  let issuer: TestIssuer;
  let service: StartedApp;
  let door: StartedApp;
  let ask: HttpClient;

  beforeAll(async () => {
    const archive = distributionArchive();
    if (archive === undefined) throw new Error('this machine has no archive of a distribution');
    const folder = fetchPackage({ cache: freshFolder('nats-older'), archive, suite, name: 'nats-server' });
    nats = await broker({ path: join(folder, 'usr/sbin/nats-server') });
    issuer = await testIssuer();
    service = await startApp(letters, { broker: nats });
    door = await startApp(gateway, { broker: nats, settings: issuer.settings });
    ask = httpClient(await urlOf(door), issuer.tokens.admin);
  }, longTestLimitMs);
  afterAll(async () => {
    await door?.close();
    await service?.close();
    await issuer?.stop();
    await nats?.stop();
  });

  it(
    'a subscriber follows over HTTP, and its record says why not over NATS',
    async () => {
      expect([nats.version.startsWith(version), nats.mode]).toEqual([true, 'reduced']);
      await until('the products are served', async () => (await ask('GET', '/v1/products')).body.items?.length > 0);
      const natsKey = nkeys.createUser().getPublicKey();
      const body = { client: 'hub', party: 'BE-VLG', description: 'Its hub', natsKey };
      const { id, key } = (await ask('POST', '/v1/subscribers', { body })).body;
      await nats.admit([{ client: 'hub', nkey: natsKey }]);
      await service.database.transaction(systemActor('test'), async (tx) => {
        for (let number = 1; number <= 150; number += 1) await record(tx, letterFacts.written(letter(number)));
      });
      const theirs = httpClient(await urlOf(door));
      const follow = (query = '') =>
        theirs('GET', `/v1/products/party.networks.BE-VLG/events${query}`, { headers: { 'x-api-key': key } });
      await until('a full page is there', async () => (await follow()).body.length === 100);
      const after = /after=([^>]*)>/.exec((await follow()).header('link'))?.[1] ?? '';
      await until('all is there', async () => (await follow(`?after=${after}`)).body.length === 50);
      door.app.get(PartnerStreams).wake();
      const copies = async () => (await ask('GET', `/v1/subscribers/${id}`)).body.copies;
      await until('the record says it', async () => (await copies())[0]?.fault !== undefined);
      expect((await copies())[0].fault).toBe('the broker is older than nats-server 2.14');
    },
    longTestLimitMs,
  );
});

const letter = (number: number) =>
  Object.assign(
    { id: newId(), ref: `NW-2026-${String(number).padStart(4, '0')}`, version: 1, status: 'draft' },
    { title: { fr: 'Une lettre', nl: 'Een brief' }, toParty: 'BE-VLG', parties: ['BE-BRU', 'BE-VLG'] },
    { classification: 'internal' as const },
  );
