import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders } from '@passerelle/testing/start-app';
import { bodyExample } from '../examples.js';
import { representation } from '../representation.js';

const stage = onStage(representation);

describe('bodies', () => {
  const bodies = (act: string) => `rpc.representation.bodies.${act}`;
  const attempt = (changes: object = {}) =>
    stage.client.call(bodies('register'), { body: { ...bodyExample, ...changes } });
  const register = async (changes: object = {}) => (await attempt(changes)).body;
  const change = (id: string, body: object, ifMatch = '"1"') =>
    stage.client.call(bodies('change'), { path: { bodyId: id }, body, ifMatch });
  const list = async (query: Record<string, readonly string[]>, caller?: typeof anonymous) =>
    (await stage.client.call(bodies('list'), { query, ...(caller === undefined ? {} : { caller }) })).body;
  const acronyms = async (query: Record<string, readonly string[]>) =>
    (await list(query)).items.map(({ acronym }: { acronym: string }) => acronym);
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string }>(
      `SELECT type, data FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );
  const unknownParent = {
    status: 400,
    body: {
      issues: [{ name: 'parentBodyId', type: 'urn:problem-type:belgif:input-validation:referencedResourceNotFound' }],
    },
  };
  const withinItself = { status: 409, body: { type: 'urn:problem-type:passerelle:bodyWithinItself' } };

  it('registers a body, answers with its address and leaves one whole fact', async () => {
    const answer = await attempt();
    expect(answer).toMatchObject({ status: 201, body: { version: 1, acronym: 'DGUM', objective: 'O2' } });
    expect(answer.body.ref).toMatch(/^RP-\d{4}-\d{4,}$/);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/bodies/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['bodies.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('corrects a body at its version, and removes fields given as null', async () => {
    const { id } = await register();
    expect(await change(id, { voting: false, cadence: null })).toMatchObject({
      status: 200,
      body: { version: 2, voting: false },
    });
    const read = await stage.client.call(bodies('read'), { path: { bodyId: id } });
    expect(read.body).not.toHaveProperty('cadence');
    expect(await change(id, { voting: true })).toMatchObject({ status: 412, body: { currentVersion: 2 } });
    expect(await stage.client.call(bodies('change'), { path: { bodyId: id }, body: { voting: true } })).toMatchObject({
      status: 428,
    });
    expect((await log(id)).map(({ type }) => type)).toEqual(['bodies.registered', 'bodies.changed']);
  });

  it('belongs to an existing body', async () => {
    const unknown = '01930000-0000-7000-8000-000000000000';
    expect(await attempt({ parentBodyId: unknown })).toMatchObject(unknownParent);
    const { id } = await register();
    expect(await change(id, { parentBodyId: unknown })).toMatchObject(unknownParent);
    const parent = await register({ acronym: 'PARENT' });
    expect(await change(id, { parentBodyId: parent.id })).toMatchObject({ body: { parentBodyId: parent.id } });
    expect((await change(id, { parentBodyId: null }, '"2"')).body).not.toHaveProperty('parentBodyId');
  });

  it('is never its own ancestor, at any distance', async () => {
    const top = await register({ acronym: 'TOP' });
    const middle = await register({ acronym: 'MIDDLE', parentBodyId: top.id });
    const bottom = await register({ acronym: 'BOTTOM', parentBodyId: middle.id });
    expect(await change(top.id, { parentBodyId: top.id })).toMatchObject(withinItself);
    expect(await change(top.id, { parentBodyId: bottom.id })).toMatchObject(withinItself);
    expect((await change(bottom.id, { parentBodyId: top.id })).status).toBe(200);
  });

  it('is never its own ancestor, also when bodies are moved concurrently', async () => {
    const ring = await Promise.all(Array.from({ length: 8 }, (_, index) => register({ acronym: `RING-${index}` })));
    const moves = await Promise.all(
      ring.map(({ id }, index) => change(id, { parentBodyId: ring[(index + 1) % ring.length]?.id })),
    );
    expect(moves.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 7 }, () => 200), 409]);
    expect(moves.find(({ status }) => status === 409)).toMatchObject(withinItself);
  });

  describe('that was registered in error', () => {
    const retract = (bodyId: string) =>
      stage.client.call(bodies('retract'), { path: { bodyId }, body: { transition: 'retract' } });

    it('is taken back', async () => {
      const { id } = await register();
      expect(await takeBack(stage, { subject: 'rpc.representation.bodies', parameter: 'bodyId', id })).toEqual(
        takenBack,
      );
    });

    it('is not while other records refer to it, and has no body below it afterwards', async () => {
      const { id } = await register();
      const below = await register({ parentBodyId: id });
      expect(await retract(id)).toMatchObject({
        status: 409,
        body: { type: 'urn:problem-type:passerelle:stillReferenced', references: [below.ref] },
      });
      expect((await retract(below.id)).status).toBe(200);
      expect((await retract(id)).status).toBe(200);
      expect(await attempt({ parentBodyId: id })).toMatchObject(unknownParent);
      const other = await register();
      expect(await change(other.id, { parentBodyId: id })).toMatchObject(unknownParent);
    });

    it('is taken back or gets a body below it, never both', async () => {
      const ids = await Promise.all(Array.from({ length: 8 }, async () => (await register()).id));
      const others = await Promise.all(ids.map(() => register()));
      const answers = await Promise.all(
        ids.flatMap((id, index) => [
          change(others[index]?.id, { parentBodyId: id }),
          retract(id),
          attempt({ parentBodyId: id }),
        ]),
      );
      expect(answers.filter(({ status }) => ![200, 201, 400, 409].includes(status))).toEqual([]);
      const lost = await stage.app.database.query(
        `SELECT below.ref FROM body below JOIN body ON body.id = below.parent_body_id
          WHERE body.retracted_at IS NOT NULL AND below.retracted_at IS NULL`,
      );
      expect(lost).toEqual([]);
    });
  });

  it('reports every fault of the input at once', async () => {
    const answer = await attempt({
      family: 'moon',
      level: 'moon',
      cadence: 'P6H',
      languages: ['fr', 'fr'],
      extra: 1,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual([
      'cadence',
      'extra',
      'family',
      'languages',
      'level',
    ]);
  });

  it('finds bodies by the common filters', async () => {
    const parent = await register({ acronym: 'RDPC', family: 'oecd', level: 'world' });
    await register({ acronym: 'WPURB', family: 'oecd', level: 'world', parentBodyId: parent.id });
    await register({ acronym: 'CSS', family: 'belgianStats', level: 'belgium' });
    const own = { acronym: ['RDPC', 'WPURB', 'CSS'] };
    expect(await acronyms({ ...own, family: ['oecd', 'belgianStats'] })).toEqual(['CSS', 'RDPC', 'WPURB']);
    expect(await acronyms({ ...own, level: ['world'], sort: ['-acronym'] })).toEqual(['WPURB', 'RDPC']);
    expect(await acronyms({ parentBodyId: [parent.id] })).toEqual(['WPURB']);
    expect(await acronyms({ acronym: ['wpurb', 'css'] })).toEqual(['CSS', 'WPURB']);
    expect(await acronyms({ ref: [parent.ref] })).toEqual(['RDPC']);
    expect(await list({ ...own, family: ['oecd'], pageSize: ['1'], total: ['true'] })).toMatchObject({ total: 2 });
  });

  it('shows others only what is public', async () => {
    const family = ['benelux'];
    const ids = await Promise.all(
      ['public', 'internal', 'restricted'].map(async (classification) => {
        return (await register({ classification, family: 'benelux' })).id;
      }),
    );
    const read = async (bodyId: string) =>
      (await stage.client.call(bodies('read'), { path: { bodyId }, caller: partnerFlanders })).status;
    expect(await Promise.all(ids.map(read))).toEqual([200, 404, 404]);
    expect((await list({ family }, partnerFlanders)).items).toHaveLength(1);
    expect((await list({ family })).items).toHaveLength(3);
    const open = await stage.client.call(bodies('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
    expect(await stage.client.call(bodies('register'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
    expect(await stage.client.call(bodies('register'), { body: bodyExample, caller: partnerFlanders })).toMatchObject({
      status: 403,
      body: { requiredScope: 'representation:write' },
    });
  });
});
