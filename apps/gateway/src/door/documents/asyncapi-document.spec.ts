import { fact } from '@passerelle/platform/events/facts';
import { describeService } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { asyncApiDocument } from './asyncapi-document.js';

const cityOf = (longest: number) => z.string().max(longest).meta({ id: 'City' });
const visitTo = (city: z.ZodType) => z.object({ id: z.uuid(), version: z.int(), city }).meta({ id: 'VisitState' });

const described = (service: string, city = cityOf(100)) => {
  const Visit = visitTo(city);
  const facts = [
    fact('cityVisits', 'begun', Visit, { summary: 'A visit began.' }),
    fact('cityVisits', 'endedEarly', Visit.extend({ reason: z.string().max(9) }), {
      summary: 'It ended.',
      version: '2.0',
    }),
  ];
  const kinds = facts.map(({ kind }) => kind);
  return describeService({ service, version: '1', typePrefix: 'test', operations: [], facts: kinds });
};

function documentOf(...descriptions: ReturnType<typeof described>[]) {
  return JSON.parse(
    JSON.stringify(asyncApiDocument({ publicUrl: 'https://passerelle.test', version: '1', descriptions })),
  );
}

it('has a channel per kind of record, whose address takes the fact and its version', () => {
  const { channels, operations } = documentOf(described('networks'));
  expect(channels['networks.cityVisits']).toMatchObject({
    address: 'facts.int.networks.city-visits.{fact}.{version}',
    parameters: { fact: { enum: ['begun', 'ended-early'] }, version: { enum: ['v1', 'v2'] } },
  });
  expect(Object.keys(channels['networks.cityVisits'].messages)).toEqual(['begun', 'endedEarly']);
  expect(operations).toEqual({
    'receive.networks.cityVisits': expect.objectContaining({
      action: 'receive',
      channel: { $ref: '#/channels/networks.cityVisits' },
    }),
  });
});

const dataOf = (document: ReturnType<typeof documentOf>, service: string, verb: string) =>
  document.channels[`${service}.cityVisits`].messages[verb].payload.allOf[1].properties.data;

it('contains a schema once, however many facts and services define it', () => {
  const document = documentOf(described('networks'), described('projects'));
  const { schemas } = document.components;
  const own = ['networks.cityVisits.endedEarly', 'projects.cityVisits.endedEarly'];
  expect(Object.keys(schemas)).toEqual(['CloudEvent', 'VisitState', 'City', ...own]);
  expect(dataOf(document, 'projects', 'begun')).toEqual({ $ref: '#/components/schemas/VisitState' });
  expect(schemas[own[1] ?? ''].properties.city).toEqual({ $ref: '#/components/schemas/City' });
});

it('keeps apart what two services mean by one name, as they may during an upgrade', () => {
  const document = documentOf(described('networks'), described('projects', cityOf(200)));
  const { schemas } = document.components;
  expect(schemas.City.maxLength).toBe(100);
  expect(schemas['projects.cityVisits.begun.City'].maxLength).toBe(200);
  expect(dataOf(document, 'projects', 'begun')).toEqual({
    $ref: '#/components/schemas/projects.cityVisits.begun.VisitState',
  });
});
