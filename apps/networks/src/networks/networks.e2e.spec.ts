import { takeBack, takenBack } from '@passerelle/testing/retraction';
import { onStage } from '@passerelle/testing/stage';
import { anonymous, partnerFlanders } from '@passerelle/testing/start-app';
import { activityExample, membershipExample, networkExample } from '../examples.js';
import { networks as service } from '../networks.js';

const stage = onStage(service);

describe('networks', () => {
  const networks = (act: string) => `rpc.networks.networks.${act}`;
  const register = (changes: object = {}) =>
    stage.client.call(networks('register'), { body: { ...networkExample, ...changes } });
  const log = (id: string) =>
    stage.app.database.query<{ type: string; data: string; aggregate_version: string }>(
      `SELECT type, data, aggregate_version FROM event_log WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`,
      [id],
    );

  it('registers a network, answers with its address and leaves one whole fact', async () => {
    const answer = await register();
    expect(answer).toMatchObject({ status: 201, body: { version: 1, acronym: 'METREX', level: 'europe' } });
    expect(answer.body.ref).toMatch(/^NW-\d{4}-\d{4,}$/);
    expect(answer.header('Location')).toBe(`http://passerelle.test/v1/networks/${answer.body.id}`);
    const { href, changedAt, ...state } = answer.body;
    const facts = await log(answer.body.id);
    expect(facts.map(({ type }) => type)).toEqual(['networks.registered']);
    expect(JSON.parse(facts[0]?.data ?? '')).toEqual(state);
  });

  it('keeps contradictory counts, each with its source', async () => {
    const memberCounts = [
      { value: 130, precision: 'atLeast', source: 'A press article' },
      { value: 141, precision: 'atLeast', source: 'The network itself', asOf: '2020-12' },
    ];
    const { body } = await register({ memberCounts });
    const path = { networkId: body.id };
    expect((await stage.client.call(networks('read'), { path })).body.memberCounts).toEqual(memberCounts);
    expect(await register({ memberCounts: [{ value: 130 }] })).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'memberCounts.0.source' }] },
    });
  });

  it('corrects a network at its version, and removes fields given as null', async () => {
    const { body } = await register({ legalForm: 'Association', seatCountry: 'BE' });
    const path = { networkId: body.id };
    const change = (changes: object, ifMatch?: string) =>
      stage.client.call(networks('change'), { path, body: changes, ...(ifMatch === undefined ? {} : { ifMatch }) });
    expect(await change({ seatCountry: 'FR' })).toMatchObject({ status: 428 });
    const changed = await change({ legalForm: null, seatCountry: 'ES' }, '"1"');
    expect(changed).toMatchObject({ status: 200, body: { version: 2, seatCountry: 'ES' } });
    expect(changed.body).not.toHaveProperty('legalForm');
    expect(await change({ seatCountry: 'FR' }, '"1"')).toMatchObject({ status: 412, body: { currentVersion: 2 } });
    expect((await log(body.id)).map((row) => [row.type, row.aggregate_version])).toEqual([
      ['networks.registered', '1'],
      ['networks.changed', '2'],
    ]);
  });

  it('reports every fault of the input at once', async () => {
    const answer = await register({
      level: 'moon',
      wikidata: 'metrex',
      url: 'ftp://metrex',
      seatCountry: 'XX',
      themes: ['planning', 'planning'],
      extra: 1,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map(({ name }: { name: string }) => name).sort()).toEqual([
      'extra',
      'level',
      'seatCountry',
      'themes',
      'url',
      'wikidata',
    ]);
  });

  it('requires both official languages if public', async () => {
    expect(await register({ name: { en: 'Only English' } })).toMatchObject({
      status: 409,
      body: { type: 'urn:problem-type:passerelle:languageIncomplete', missing: 'fr, nl' },
    });
  });

  it('finds networks by acronym in any case, level, theme and Wikidata id', async () => {
    const named = { acronym: 'FindMe', wikidata: 'Q4242', level: 'world', themes: ['statistics'] };
    await register(named);
    const found = async (query: Record<string, readonly string[]>) =>
      (await stage.client.call(networks('list'), { query })).body.items.map(
        ({ acronym }: { acronym: string }) => acronym,
      );
    expect(await found({ acronym: ['FINDME'] })).toEqual(['FindMe']);
    expect(await found({ wikidata: ['Q4242'] })).toEqual(['FindMe']);
    expect(await found({ level: ['world'], theme: ['statistics', 'planning'], sort: ['-acronym'] })).toEqual([
      'FindMe',
    ]);
    expect(await found({ theme: ['health'] })).toEqual([]);
  });

  it('pages through a sorted list without gaps or duplicates', async () => {
    for (const acronym of ['Pa', 'Pb', 'Pc', 'Pd', 'Pe']) await register({ acronym, level: 'belgium' });
    const seen: string[] = [];
    let after: string[] | undefined;
    do {
      const query = { level: ['belgium'], pageSize: ['2'], sort: ['acronym'], ...(after ? { after } : {}) };
      const { body } = await stage.client.call(networks('list'), { query });
      seen.push(...body.items.map(({ acronym }: { acronym: string }) => acronym));
      after = body.next === undefined ? undefined : [new URL(body.next).searchParams.get('after') ?? ''];
    } while (after !== undefined);
    expect(seen).toEqual(['Pa', 'Pb', 'Pc', 'Pd', 'Pe']);
  });

  it('is taken back when it was registered in error, and then nothing can refer to it', async () => {
    const { id: networkId } = (await register()).body;
    expect(await takeBack(stage, { subject: 'rpc.networks.networks', parameter: 'networkId', id: networkId })).toEqual(
      takenBack,
    );
    expect((await log(networkId)).map(({ type }) => type)).toEqual(['networks.registered', 'networks.retracted']);
    const join = { path: { networkId }, body: membershipExample };
    expect(await stage.client.call('rpc.networks.memberships.register', join)).toMatchObject({ status: 404 });
    const record = { body: { ...activityExample, networkId } };
    expect(await stage.client.call('rpc.networks.activities.record', record)).toMatchObject({
      status: 400,
      body: { issues: [{ name: 'networkId' }] },
    });
  });

  it('is referred to by nothing when it was taken back, however many ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, async () => String((await register()).body.id)));
    const answers = await Promise.all(
      ids.flatMap((networkId) => [
        stage.client.call('rpc.networks.memberships.register', { path: { networkId }, body: membershipExample }),
        stage.client.call('rpc.networks.activities.record', { body: { ...activityExample, networkId } }),
        stage.client.call(networks('retract'), { path: { networkId }, body: { transition: 'retract' } }),
      ]),
    );
    expect(answers.filter(({ status }) => ![200, 201, 400, 404, 409].includes(status))).toEqual([]);
    const lost = await stage.app.database.query(
      `SELECT 1 FROM network WHERE id = ANY($1) AND retracted_at IS NOT NULL
          AND (EXISTS (SELECT 1 FROM membership WHERE network_id = network.id)
            OR EXISTS (SELECT 1 FROM activity WHERE network_id = network.id))`,
      [ids],
    );
    expect(lost).toEqual([]);
  });

  it('is not taken back while a membership or an activity refers to it', async () => {
    const path = { networkId: (await register()).body.id };
    const retract = () => stage.client.call(networks('retract'), { path, body: { transition: 'retract' } });
    const membership = (await stage.client.call('rpc.networks.memberships.register', { path, body: membershipExample }))
      .body;
    const activity = (
      await stage.client.call('rpc.networks.activities.record', { body: { ...activityExample, ...path } })
    ).body;
    expect(await retract()).toMatchObject({
      status: 409,
      body: {
        type: 'urn:problem-type:passerelle:stillReferenced',
        references: [membership.ref, activity.ref],
      },
    });
    const body = { transition: 'retract' };
    await stage.client.call('rpc.networks.memberships.retract', { path: { membershipId: membership.id }, body });
    await stage.client.call('rpc.networks.activities.retract', { path: { activityId: activity.id }, body });
    expect(await retract()).toMatchObject({ status: 200 });
  });

  it('shows others only what is public', async () => {
    const classifications = ['public', 'internal', 'restricted'];
    const ids = await Promise.all(
      classifications.map(async (each) => (await register({ classification: each })).body.id),
    );
    const read = async (networkId: string) =>
      (await stage.client.call(networks('read'), { path: { networkId }, caller: partnerFlanders })).status;
    expect(await Promise.all(ids.map(read))).toEqual([200, 404, 404]);
    const { body } = await stage.client.call(networks('list'), {
      query: { pageSize: ['200'] },
      caller: partnerFlanders,
    });
    expect(body.items.some(({ classification }: { classification: string }) => classification !== 'public')).toBe(
      false,
    );
    const open = await stage.client.call(networks('list'), { query: { pageSize: ['200'] }, caller: anonymous });
    expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
    expect(await stage.client.call(networks('register'), { body: {}, caller: anonymous })).toMatchObject({
      status: 401,
      body: { type: 'urn:problem-type:belgif:noAccessToken' },
    });
    expect(
      await stage.client.call(networks('register'), { body: networkExample, caller: partnerFlanders }),
    ).toMatchObject({
      status: 403,
      body: { requiredScope: 'networks:write' },
    });
  });
});
