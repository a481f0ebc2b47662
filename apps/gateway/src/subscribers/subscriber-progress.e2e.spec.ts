import { httpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { hearLog } from '@passerelle/testing/hear-log';
import { startApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import type { Caller } from '@passerelle/platform/access/identity';
import pg from 'pg';
import { gateway } from '../gateway.js';
import { SubscriberProgress } from './subscribers.api.js';

const stage = onOwnDoor(gateway);
const product = 'party.cooperation.BE-VLG';
let progress: SubscriberProgress;

beforeAll(async () => {
  progress = stage.door.app.get(SubscriberProgress);
  await until('the gateway serves', async () => (await asAdmin('GET', '/v1/subscribers')).status === 200);
});

const asAdmin: ReturnType<typeof httpClient> = (method, path, options = {}) =>
  stage.ask(method, path, { token: stage.issuer.tokens.admin ?? '', ...options });
const caller = (client: string): Caller => ({ subject: 'any', client, roles: [], scopes: ['products:read'] });
const registered = async (client: string): Promise<string> => {
  const body = { client, party: 'BE-VLG', description: 'The planning register' };
  return (await asAdmin('POST', '/v1/subscribers', { body })).body.id;
};
const followed = async (id: string) => (await asAdmin('GET', `/v1/subscribers/${id}`)).body.followed;
const headIs = (sequence: number) =>
  stage.door.database.query(
    `INSERT INTO fact_checkpoint VALUES ('products', $1, $2)
     ON CONFLICT (consumer, source) DO UPDATE SET sequence = excluded.sequence`,
    [product, sequence],
  );

describe('what a subscriber has followed', () => {
  it('is the position that it had last, and how far that is behind', async () => {
    const id = await registered('steady');
    const before = new Date(Date.now() - 1_000).toISOString();
    for (let sequence = 1; sequence <= 40; sequence++) progress.note(caller('apiKey:steady'), product, sequence);
    await until('it is stored', async () => (await followed(id)).length === 1);
    const [only] = await followed(id);
    expect(only).toEqual({ product, sequence: 40, followedAt: expect.any(String) });
    expect(only.followedAt > before).toBe(true);
    await headIs(100);
    expect(await followed(id)).toEqual([{ ...only, behind: 60 }]);
    const { items } = (await asAdmin('GET', '/v1/subscribers?client=steady')).body;
    expect(items[0].followed).toEqual([{ ...only, behind: 60 }]);
    await headIs(20);
    expect(await followed(id)).toEqual([{ ...only, behind: 0 }]);
  });

  it('goes back for one that begins again, and has an entry for each product', async () => {
    const id = await registered('beginner');
    const noted = async (sequence: number) => {
      progress.note(caller('registeredProgram:beginner'), product, sequence);
      await until('it is stored', async () => (await followed(id))[0]?.sequence === sequence);
    };
    await noted(7);
    await noted(2);
    progress.note(caller('registeredProgram:beginner'), 'public.networks', 3);
    await until('the second is stored', async () => (await followed(id)).length === 2);
    expect(await asAdmin('GET', `/v1/subscribers/${id}`)).toMatchObject({ body: { version: 1 } });
    const headers = { 'if-match': '"1"' };
    const { body } = await asAdmin('PATCH', `/v1/subscribers/${id}`, { headers, body: { party: 'BE-WAL' } });
    expect(body.followed).toMatchObject([{ product: 'public.networks', sequence: 3 }]);
  });

  it('is that of its client only: callers who are no subscribers leave nothing', async () => {
    const id = await registered('lonely');
    const ended = await registered('gone');
    await asAdmin('DELETE', `/v1/subscribers/${ended}`);
    for (const client of [
      'anonymous',
      'lonely',
      'apiKey:lone',
      'apiKey:feed:lonely',
      'vlaanderen:lonely',
      'apiKey:gone',
    ])
      progress.note(caller(client), product, 9);
    progress.note(caller('apiKey:lonely'), product, 1);
    await until('it is stored', async () => (await followed(id)).length === 1);
    expect([(await followed(id))[0].sequence, await followed(ended)]).toEqual([1, []]);
  });

  it('is stored by the next round if one fails', async () => {
    const id = await registered('patient');
    const logged = hearLog(stage.door.context.logger);
    const owner = new pg.Client({ connectionString: stage.door.data.ownerUrl });
    await owner.connect();
    try {
      await owner.query('ALTER TABLE subscriber_progress RENAME TO away');
      progress.note(caller('apiKey:patient'), product, 4);
      await until('a round fails', () => logged.some((line) => line.includes('subscriber progress')));
    } finally {
      await owner.query('ALTER TABLE IF EXISTS away RENAME TO subscriber_progress');
      await owner.end();
    }
    await until('it is stored', async () => (await followed(id))[0]?.sequence === 4);
  });

  it('is stored when the gateway stops', async () => {
    const id = await registered('leaving');
    const { nats: broker, issuer, door } = stage;
    const second = await startApp(gateway, { broker, data: door.data, settings: issuer.settings });
    second.app.get(SubscriberProgress).note(caller('apiKey:leaving'), product, 5);
    await second.close();
    expect(await followed(id)).toMatchObject([{ product, sequence: 5 }]);
  });
});
