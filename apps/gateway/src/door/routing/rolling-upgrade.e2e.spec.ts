import { onOwnDoor } from '@passerelle/testing/door-stage';
import { letters, nextLetters } from '@passerelle/testing/letters';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { gateway } from '../../gateway.js';

// An instance that knows an act and one that does not, side by side behind the door: no call reaches the wrong one, and GET never
// lists what POST would refuse. Whichever of them started last speaks for both.

const stage = onOwnDoor(gateway);

describe.each<[string, ServiceDefinition, ServiceDefinition]>([
  ['the old one speaks for both', nextLetters, letters],
  ['the new one speaks for both', letters, nextLetters],
])('two releases of a service: %s', (_, earlier, later) => {
  let instances: StartedApp[] = [];

  beforeAll(async () => {
    const first = await startApp(earlier, { broker: stage.nats });
    const second = await startApp(later, { broker: stage.nats, data: first.data });
    instances = [first, second];
  });

  afterAll(async () => {
    for (const instance of instances) await instance.close();
    await until('they are gone', async () => (await write()).status === 503);
  });

  const token = () => stage.issuer.tokens.editor;
  const write = () =>
    stage.ask('POST', '/v1/letters', {
      token: token(),
      body: { title: { fr: 'Lettre' }, toParty: 'BE-VLG', classification: 'internal' },
    });
  const transitions = (id: string) => `/v1/letters/${id}/transitions`;
  const archive = (id: string) =>
    stage.ask('POST', transitions(id), { token: token(), body: { transition: 'archive' } });

  it('perform every act that either of them lists', async () => {
    await until('the act is routed', async () => {
      const written = await write();
      return written.status === 201 && (await archive(written.body.id)).status === 200;
    });
    const listed = { old: 0, new: 0 };
    await until('both have answered', async () => {
      const { id } = (await write()).body;
      const { body } = await stage.ask('GET', transitions(id), { token: token() });
      const names: string[] = body.items.map(({ transition }: { transition: string }) => transition);
      listed[names.includes('archive') ? 'new' : 'old'] += 1;
      for (const transition of names.filter((name) => name !== 'enclose')) {
        const { body: fresh } = await write();
        const done = await stage.ask('POST', transitions(fresh.id), { token: token(), body: { transition } });
        expect([transition, done.status]).toEqual([transition, 200]);
      }
      return listed.old >= 5 && listed.new >= 5;
    });
    for (let turn = 0; turn < 20; turn++) expect((await archive((await write()).body.id)).status).toBe(200);
  });
});
