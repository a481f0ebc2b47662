import { newId } from '@passerelle/platform/data/database';
import { startLimitMs } from '@passerelle/testing/limits';
import { Publishers } from '@passerelle/testing/publishers';
import { onOwnStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import { representation } from '../representation.js';
import { positionExample } from './position.example.js';
import { groundServices } from './position.schema.js';

const stage = onOwnStage(representation);

describe('the records of other services that a position rests on', () => {
  let publishers: Publishers;

  beforeAll(async () => {
    publishers = await Publishers.start(stage.nats, 'cooperation', 'networks', 'projects');
  }, startLimitMs);

  afterAll(() => publishers?.close());

  it.each(Object.entries(groundServices).filter(([, service]) => service !== 'representation'))(
    'are known once their fact has arrived: %s of %s',
    async (resource, service) => {
      const id = newId();
      const { bodyMeetingId: _, agendaItem: __, ...terms } = positionExample;
      const body = { ...terms, basedOn: [{ resource, id }] };
      const draft = () => stage.client.call('rpc.representation.positions.draft', { body });
      expect((await draft()).status).toBe(400);
      const title = { fr: 'Titre', nl: 'Titel' };
      await publishers.tell(service, resource, [{ id, ref: 'CO-2024-0001', title, classification: 'internal' }]);
      let positionId = '';
      await until('its fact arrives', async () => {
        const answer = await draft();
        positionId = answer.body.id;
        return answer.status === 201;
      });
      const path = { positionId, n: '1' };
      const chain = await stage.client.call('rpc.representation.positions.interest', { path });
      expect(chain.body.basedOn).toEqual([{ resource, id, ref: 'CO-2024-0001', title }]);
    },
  );
});
