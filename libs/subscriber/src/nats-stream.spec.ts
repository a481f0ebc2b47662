import { streamOf } from './nats-stream.js';

it.each([
  ['party.cooperation.BE-VLG', 'PARTY_COOPERATION_BE-VLG'],
  ['party.networks.X-BE-DG', 'PARTY_NETWORKS_X-BE-DG'],
  ['public.cooperation', 'PUB_COOPERATION'],
])('the product %s is in the stream %s', (product, stream) => expect(streamOf(product)).toBe(stream));
