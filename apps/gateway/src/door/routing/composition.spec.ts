import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { aDescription, aFact, anOperation } from '@passerelle/testing/description';
import { compose, nothing } from './composition.js';

const offices = anOperation('networks', 'GET /v1/offices/{officeId}');
const codeList = (...codes: string[]) => {
  const inAll = (word: string) => ({ fr: word, nl: word, en: word, de: word });
  const entries = codes.map((code) => ({ code, labels: inAll(code) }));
  return { id: 'officeKinds', title: inAll('Kinds of office'), source: 'made for this test', entries };
};
const networks = aDescription('networks', {
  operations: [offices],
  schemas: { Office: { type: 'object' } },
  codeLists: [codeList('liaison')],
});

const served = (...descriptions: ServiceDescription[]) => compose(descriptions, nothing.accepted).accepted;
const refusalOf = (newcomer: ServiceDescription) => compose([newcomer, networks], served(networks)).refused;

it('accepts a description that takes nothing from another, and equal shapes and code lists under one name', () => {
  const projects = aDescription('projects', {
    operations: [anOperation('projects', 'GET /v1/offices'), anOperation('projects', 'POST /v1/offices/{officeId}')],
    schemas: { Office: { type: 'object' } },
    codeLists: [codeList('liaison')],
  });
  const { accepted, refused } = compose([projects, networks], new Map());
  expect([[...accepted.keys()].sort(), refused.size]).toEqual([['networks', 'projects'], 0]);
});

it.each<[string, Partial<ServiceDescription>]>([
  ['GET /v1/offices/{id} belongs to networks', { operations: [anOperation('projects', 'GET /v1/offices/{id}')] }],
  [
    'the operation getV1OfficesOfficeId belongs to networks',
    { operations: [anOperation('projects', 'GET /v1/rooms', { id: offices.id })] },
  ],
  ['the component Office has another shape in networks', { schemas: { Office: { type: 'string' } } }],
  ['the code list officeKinds has other entries in networks', { codeLists: [codeList('liaison', 'branch')] }],
  [
    'getV1Rooms would be answered on rpc.networks.rooms.list',
    { operations: [anOperation('projects', 'GET /v1/rooms', { subject: 'rpc.networks.rooms.list' })] },
  ],
  ['/health does not lie under /v1/', { operations: [anOperation('projects', 'GET /health')] }],
  [
    'test.networks.v1.offices.notify.opened would be published on facts.int.networks.offices.opened.v1',
    { facts: [aFact('networks', 'offices.opened')] },
  ],
])('refuses as a whole: %s', (reason, description) => {
  const rooms = anOperation('projects', 'GET /v1/otherRooms');
  const greedy = aDescription('projects', { ...description, operations: [rooms, ...(description.operations ?? [])] });
  expect(refusalOf(greedy)).toEqual(new Map([['projects', reason]]));
  expect(compose([greedy, networks], served(networks)).accepted).toEqual(new Map([['networks', networks]]));
});

it('accepts an operation that every service has, and no other of its name', () => {
  const trailOf = (service: string, more: object = { ofEveryService: true }) =>
    aDescription(service, { operations: [anOperation(service, `GET /v1/audit/${service}`, { id: 'trail', ...more })] });
  const { accepted, refused } = compose([trailOf('networks'), trailOf('projects')], new Map());
  expect([[...accepted.keys()].sort(), refused.size]).toEqual([['networks', 'projects'], 0]);
  expect(compose([trailOf('projects', {})], accepted).refused).toEqual(
    new Map([['projects', 'the operation trail belongs to every service']]),
  );
});

it('keeps serving the previous description when the new one is refused', () => {
  const before = aDescription('projects', { hash: 'before', operations: [anOperation('projects', 'GET /v1/rooms')] });
  const after = aDescription('projects', { hash: 'after', operations: [anOperation('projects', officesRoute)] });
  const { accepted, refused } = compose([after, networks], served(networks, before));
  expect([accepted.get('projects'), refused.has('projects')]).toEqual([before, true]);
});

it('never lets a newcomer displace a running service, whatever their names', () => {
  const alphabeticallyFirst = aDescription('archives', { operations: [anOperation('archives', officesRoute)] });
  const { accepted } = compose([alphabeticallyFirst, networks], served(networks));
  expect([...accepted.keys()]).toEqual(['networks']);
});

it('allows an address to move once its owner has given it up', () => {
  const without = aDescription('networks', { hash: 'without' });
  const taking = aDescription('archives', { operations: [anOperation('archives', officesRoute)] });
  const { accepted, refused } = compose([taking, without], served(networks));
  expect([accepted.get('archives'), accepted.get('networks'), refused.size]).toEqual([taking, without, 0]);
});

it('allows a shared shape to change once all its users have changed', () => {
  const shaped = (service: string, type: string) =>
    aDescription(service, { hash: `${service} ${type}`, schemas: { Money: { type } } });
  const before = served(shaped('networks', 'string'), shaped('projects', 'string'));
  const halfway = compose([shaped('networks', 'object'), shaped('projects', 'string')], before);
  expect([...halfway.refused.keys()]).toEqual(['networks']);
  const after = compose([shaped('networks', 'object'), shaped('projects', 'object')], halfway.accepted);
  expect([after.refused.size, after.accepted.get('networks')?.hash]).toEqual([0, 'networks object']);
});

it('ignores another wording of a problem: that shape belongs to the gateway', () => {
  const reworded = aDescription('projects', { schemas: { Problem: { type: 'object', description: 'reworded' } } });
  const plain = aDescription('networks', { schemas: { Problem: { type: 'object' } } });
  expect(compose([plain, reworded], new Map()).refused.size).toBe(0);
});

it('keeps the routes of a service that is away', () => {
  expect(compose([], served(networks)).accepted.get('networks')).toBe(networks);
});

const officesRoute = 'GET /v1/offices/{id}';
