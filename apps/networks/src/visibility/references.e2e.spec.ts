import { newId } from '@passerelle/platform/data/database';
import { startLimitMs } from '@passerelle/testing/limits';
import { Publishers } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import { networks } from '../networks.js';
import { visibilityExample } from './visibility.example.js';

const stage = onOwnStage(networks);

describe('the records of other services that an item shows', () => {
  let publishers: Publishers;

  beforeAll(async () => {
    publishers = await Publishers.start(stage.nats, 'cooperation', 'projects');
  }, startLimitMs);

  afterAll(() => publishers?.close());

  it.each([
    ['projectIds', 'projects', 'projects'],
    ['planIds', 'cooperation', 'plans'],
  ])('are known once their fact has arrived: %s', async (field, service, resource) => {
    const id = newId();
    const { work: _, ...terms } = visibilityExample;
    const body = { ...terms, url: `https://example.org/${resource}`, [field]: [id] };
    const record = () => stage.client.call('rpc.networks.visibility.record', { body });
    expect((await record()).status).toBe(400);
    const title = { fr: 'Titre', nl: 'Titel' };
    await publishers.tell(service, resource, [{ id, ref: 'CO-2024-0001', title, classification: 'internal' }]);
    await until('its fact arrives', async () => (await record()).status === 201);
  });
});
