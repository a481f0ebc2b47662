import { systemActor } from '@passerelle/platform/data/request-transaction';
import { newId } from '@passerelle/platform/data/database';
import { broker, type Broker } from '@passerelle/testing/broker';
import { operationClient, startApp, type OperationClient, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { activityExample } from '../../../networks/src/examples.js';
import { networks } from '../../../networks/src/networks.js';
import { practiceExample } from '../../../networks/src/practices/practice.example.js';
import { visibilityExample } from '../../../networks/src/visibility/visibility.example.js';
import { visitExample } from '../../../networks/src/visits/visit.example.js';
import { programmeExample, projectExample } from '../../../projects/src/examples.js';
import { projects } from '../../../projects/src/projects.js';

// Two services that never call each other: one may refer to records that the other has published, not earlier, and also
// while the other is away.

const test = systemActor('test');
let nats: Broker;
let author: StartedApp;
let reader: StartedApp;
let client: OperationClient;

beforeAll(async () => {
  nats = await broker();
  [author, reader] = await Promise.all([startApp(projects, { broker: nats }), startApp(networks, { broker: nats })]);
  client = await operationClient(nats);
});

afterAll(async () => {
  await client?.close();
  await Promise.all([author?.close(), reader?.close()]);
  await nats?.stop();
});

const checkpoint = `SELECT sequence FROM fact_checkpoint WHERE consumer = 'known' AND source = 'projects'`;

async function project(): Promise<string> {
  const programme = await client.call('rpc.projects.programmes.register', { body: programmeExample });
  const body = { ...projectExample, programmeId: programme.body.id };
  return (await client.call('rpc.projects.projects.register', { body })).body.id;
}

const type = 'urn:problem-type:belgif:input-validation:referencedResourceNotFound';
const unknown = (name: string) => ({ status: 400, body: { issues: [{ name, type }] } });

let pages = 0;
/** Each kind of record that may name a project, with the field that does. */
const naming = {
  activity: (projectId: string) => call('activities.record', { ...activityExample, projectId }),
  visit: (projectId: string) => call('visits.plan', { ...visitExample, projectId }),
  // Each on a page of its own: an item is recorded once.
  visibility: (projectId: string) =>
    call('visibility.record', {
      ...visibilityExample,
      ...{ projectIds: [projectId], url: `https://summit.example.org/${++pages}` },
    }),
  practice: (projectId: string) => call('practices.capture', { ...practiceExample, projectId }),
};
const fieldOf = (kind: string) => (kind === 'visibility' ? 'projectIds.0' : 'projectId');

const call = (operation: string, body: object) => client.call(`rpc.networks.${operation}`, { body });

const expectUnknown = async (projectId: string) => {
  for (const [kind, record] of Object.entries(naming))
    expect(await record(projectId)).toMatchObject(unknown(fieldOf(kind)));
};
const expectKnown = async (projectId: string) => {
  for (const record of Object.values(naming)) expect(await record(projectId)).toMatchObject({ status: 201 });
};

it('accepts each kind of record of a project once the fact of the project has arrived, and not before', async () => {
  await until('the reader listens', async () => (await reader.database.query(checkpoint)).length === 1);
  // A lock on the checkpoint keeps the reader from reading: the moment before a fact arrives, for as long as the test
  // needs.
  const id = await reader.database.transaction(test, async (tx) => {
    await tx.query(`${checkpoint} FOR UPDATE`);
    const registered = await project();
    await expectUnknown(registered);
    return registered;
  });
  await until('the fact arrives', async () => (await naming.activity(id)).status === 201);
  await expectKnown(id);
  const told = await reader.database.query<Record<string, unknown>>(
    'SELECT title, state, classification, days::text FROM known_record WHERE subject = $1',
    [`projects/${id}`],
  );
  expect(told).toEqual([
    { title: projectExample.title, state: 'contracting', classification: 'public', days: '[2025-01-01,2028-01-01)' },
  ]);
});

it('decides by its replica while the other service is away', async () => {
  const [known] = await reader.database.query<{ id: string }>(
    `SELECT substr(subject, 10) AS id FROM known_record WHERE subject LIKE 'projects/%'`,
  );
  await author.close();
  await expectKnown(known?.id ?? '');
  await expectUnknown(newId());
});
