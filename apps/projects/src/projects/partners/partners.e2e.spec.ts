import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { partnerFlanders } from '@passerelle/testing/start-app';
import { partnerExample, programmeExample, projectExample } from '../../examples.js';
import { projects as service } from '../../projects.js';

const stage = onStage(service);

describe('partners', () => {
  let programmeId: string;

  beforeAll(async () => {
    const body = { ...programmeExample, code: 'partners' };
    programmeId = (await stage.client.call('rpc.projects.programmes.register', { body })).body.id;
  });

  let acronyms = 0;
  async function project(changes: object = {}): Promise<string> {
    const body = { ...projectExample, programmeId, acronym: `P-${++acronyms}`, ...changes };
    return (await stage.client.call('rpc.projects.projects.register', { body })).body.id;
  }

  const partners = (act: string) => `rpc.projects.partners.${act}`;
  const join = (projectId: string, changes: object = {}) =>
    stage.client.call(partners('join'), { path: { projectId }, body: { ...partnerExample, ...changes } });
  const list = async (query: Record<string, readonly string[]>) =>
    (await stage.client.call(partners('list'), { query })).body.items;
  const problem = (code: string) => ({ status: 409, body: { type: `urn:problem-type:passerelle:${code}` } });

  it('joins a project, answers with its address and leaves one whole fact', async () => {
    const projectId = await project();
    const answer = await join(projectId);
    expect(answer).toMatchObject({ status: 201, body: { projectId, active: true, country: 'BE', role: 'lead' } });
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/partners/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1`,
      [answer.body.id],
    );
    expect(facts.map(({ type }) => type)).toEqual(['partners.joined']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('accepts one lead partner out of ten concurrent ones, and the next one after its departure', async () => {
    const projectId = await project();
    const answers = await Promise.all(Array.from({ length: 10 }, () => join(projectId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject(problem('severalLeadPartners'));
    const lead = answers.find(({ status }) => status === 201)?.body;
    const left = await stage.client.call(partners('leave'), {
      path: { partnerId: lead.id },
      body: { transition: 'leave', on: '2026-06-30' },
    });
    expect(left).toMatchObject({ status: 200, body: { active: false, leftOn: '2026-06-30', version: 2 } });
    expect((await join(projectId)).status).toBe(201);
    expect(await list({ projectId: [projectId], active: ['false'] })).toHaveLength(1);
  });

  it('corrects a partner at its version and checks it again', async () => {
    const { body } = await join(await project());
    const path = { partnerId: body.id };
    const change = (changes: object, ifMatch = '"1"') =>
      stage.client.call(partners('change'), { path, body: changes, ifMatch });
    expect(await change({ role: 'associated' })).toMatchObject(problem('associatedPartnerWithBudget'));
    expect(
      await change({ role: 'associated', budget: { state: 'unpublished', amount: null }, joinedOn: null }),
    ).toMatchObject({
      status: 200,
      body: { version: 2, role: 'associated' },
    });
    expect(await change({ country: 'FR' })).toMatchObject({ status: 412, body: { currentVersion: 2 } });
  });

  it('stores the city that its source names, and shows it in lists', async () => {
    const projectId = await project();
    const { body } = await join(projectId, { city: ' Gent ' });
    expect(body).toMatchObject({ city: 'Gent', version: 1 });
    expect(await list({ projectId: [projectId] })).toMatchObject([{ city: 'Gent' }]);
    const change = { path: { partnerId: body.id }, ifMatch: '"1"', body: { city: null } };
    expect((await stage.client.call(partners('change'), change)).body).not.toHaveProperty('city');
    expect((await join(projectId, { role: 'partner', city: 'x'.repeat(121) })).status).toBe(400);
  });

  it('refuses an unknown project, and an own one that is over', async () => {
    expect(await join('01930000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
    const projectId = await project();
    const reason = { fr: 'Sans suite.', nl: 'Zonder gevolg.' };
    await stage.client.call('rpc.projects.projects.terminate', {
      path: { projectId },
      body: { transition: 'terminate', on: '2025-01-01', reason },
    });
    expect(await join(projectId)).toMatchObject(problem('recordClosed'));
  });

  it('finds partners by project, country, role and the beginning of their name', async () => {
    const projectId = await project();
    const named = (name: string) => ({ organisation: { name }, role: 'partner' });
    await join(projectId, { ...named('Universität Wien'), country: 'AT' });
    await join(projectId, { ...named('UNIVERSITY OF GHENT'), country: 'BE' });
    await join(projectId, { ...named('100% Renewable'), role: 'lead', country: 'FR' });
    const names = async (query: Record<string, readonly string[]>) =>
      (await list({ projectId: [projectId], ...query })).map(
        ({ organisation }: { organisation: { name: string } }) => organisation.name,
      );
    expect(await names({ organisation: ['univers'] })).toEqual(['Universität Wien', 'UNIVERSITY OF GHENT']);
    expect(await names({ organisation: ['%'] })).toEqual([]);
    expect(await names({ country: ['AT', 'FR'] })).toEqual(['Universität Wien', '100% Renewable']);
    expect(await names({ role: ['lead'] })).toEqual(['100% Renewable']);
  });

  it('copies the classification of its project, also later', async () => {
    const projectId = await project();
    const { body: partner } = await join(projectId);
    expect(partner).toMatchObject({ classification: 'public' });
    expect((await join(projectId, { classification: 'public' })).status).toBe(400);
    const body = { classification: 'internal' };
    const corrected = { path: { projectId }, body, ifMatch: '"1"' };
    expect((await stage.client.call('rpc.projects.projects.change', corrected)).status).toBe(200);
    const facts = await stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [partner.id],
    );
    expect(facts.map(({ type }) => type)).toEqual(['partners.joined', 'partners.changed']);
    expect(JSON.parse(facts[1]?.data ?? '')).toMatchObject({ ...body, version: 2 });
    expect((await join(projectId, { role: 'partner' })).body).toMatchObject(body);
  });

  it('is as visible as its project, at every moment', async () => {
    const projectId = await project();
    const { body } = await join(projectId);
    const seen = async () => {
      const asked = { caller: partnerFlanders };
      const read = await stage.client.call(partners('read'), { path: { partnerId: body.id }, ...asked });
      const { body: page } = await stage.client.call(partners('list'), { query: { projectId: [projectId] }, ...asked });
      return [read.status, page.items.length];
    };
    expect(await seen()).toEqual([200, 1]);
    await stage.client.call('rpc.projects.projects.change', {
      path: { projectId },
      body: { classification: 'internal' },
      ifMatch: '"1"',
    });
    expect(await seen()).toEqual([404, 0]);
  });

  it('is taken back, and counts in no consortium any more; its project after it', async () => {
    const projectId = await project();
    const { body: wrong } = await join(projectId);
    const above = { subject: 'rpc.projects.projects', parameter: 'projectId', id: projectId };
    const retract = { path: { projectId }, body: { transition: 'retract' } };
    expect(await stage.client.call('rpc.projects.projects.retract', retract)).toMatchObject({
      ...problem('stillReferenced'),
      body: { references: [wrong.ref] },
    });
    const taken = { subject: 'rpc.projects.partners', parameter: 'partnerId', id: wrong.id };
    expect(await takeBack(stage, taken)).toEqual(takenBack);
    const { body: right } = await join(projectId);
    expect(right).toMatchObject({ role: 'lead' });
    const start = { path: { projectId }, body: { transition: 'start', on: '2025-01-01' } };
    expect(await stage.client.call('rpc.projects.projects.start', start)).toMatchObject({
      ...problem('consortiumTooSmall'),
      body: { partners: 1, countries: 1 },
    });
    await stage.client.call(partners('retract'), { path: { partnerId: right.id }, body: { transition: 'retract' } });
    expect(await takeBack(stage, above)).toEqual(takenBack);
    expect(await join(projectId)).toMatchObject(problem('recordRetracted'));
  });

  it('flags nobody any more once it is taken back', async () => {
    const history = { origin: 'imported', importSource: 'keep', departments: [], role: undefined };
    const projectId = await project(history);
    await join(projectId);
    const { body: second } = await join(projectId);
    const flags = async () => (await list({ projectId: [projectId] })).map(({ qualityFlags }: Flagged) => qualityFlags);
    expect(await flags()).toEqual([['severalLeadPartners'], ['severalLeadPartners']]);
    await stage.client.call(partners('retract'), { path: { partnerId: second.id }, body: { transition: 'retract' } });
    expect(await flags()).toEqual([[]]);
    const read = await stage.client.call('rpc.projects.projects.read', { path: { projectId } });
    expect(read.body.qualityFlags).toEqual([]);
  });

  it('may leave where GET says so: as long as its own project is not over', async () => {
    const possible = async (partnerId: string) =>
      (await stage.client.call(partners('transitions'), { path: { partnerId } })).body.items.map(
        ({ transition }: { transition: string }) => transition,
      );
    const projectId = await project();
    const { body } = await join(projectId);
    expect(await possible(body.id)).toEqual(['leave', 'retract']);
    const reason = { fr: 'Sans suite.', nl: 'Zonder gevolg.' };
    const end = { path: { projectId }, body: { transition: 'terminate', on: '2025-01-01', reason } };
    expect((await stage.client.call('rpc.projects.projects.terminate', end)).status).toBe(200);
    expect(await possible(body.id)).toEqual(['retract']);
    const leave = { path: { partnerId: body.id }, body: { transition: 'leave', on: '2025-02-01' } };
    expect(await stage.client.call(partners('leave'), leave)).toMatchObject(problem('recordClosed'));
  });
});

interface Flagged {
  readonly qualityFlags: readonly string[];
}
