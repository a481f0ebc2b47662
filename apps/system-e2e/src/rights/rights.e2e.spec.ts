import { jest } from '@jest/globals';
import { Party } from '@passerelle/domain/party';
import type { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { Actor, Reach } from '@passerelle/platform/data/database';
import { Caller } from '@passerelle/platform/access/identity';
import { kept, roles, shared, type Relations } from '@passerelle/platform/access/rights';
import type { ServiceContext } from '@passerelle/platform/runtime/service';
import { localClients } from '@passerelle/stack/issuer';
import { partnerFlanders } from '@passerelle/testing/start-app';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { gateway } from '../../../gateway/src/gateway.js';
import { distinguishable, isHidden, oneOfEach, unexpected, type Cell } from './cells.ts';
import { classesOf, type DecidedClass } from './classes.ts';
import { openService, type Bound, type TestedService } from './tested-service.ts';
import { Deciding, type Bend } from './deciding.ts';
import { patience } from './patience.ts';
import { countedAs, countingClaims, namingClaims, rolesAtHome, rolesElsewhere, type Principal } from './principals.ts';
import { home, regions, type Kind } from './regions.ts';
import { seed } from './seed.ts';
import { services } from '../services.ts';
import { everyPrincipal } from './services.builder.ts';
import { guardedTables, wallFaults } from './wall.ts';
import { wire, type Wired } from './wired.builder.ts';

// Rights in two layers, so that a new operation costs two calls and no matrix. The deciding code is called directly,
// over a database of each service and no processes: every class of grant, reading grant and kind of record of all
// services, by every kind of caller. All of it runs each time, so a change of a policy or of the platform's rights
// needs no separate run. The transport is tested over the wire: per operation one allowed and one refused call, chosen
// by the commit. matrix.long.spec.ts tests every cell.

jest.setTimeout(patience.test);

const unused = {} as NatsConnection;

describe('the decisions', () => {
  let opened: TestedService[];
  let principals: Principal[];

  beforeAll(async () => {
    opened = await Promise.all([...services.map((each) => openService(each)), openService(gateway)]);
    const { database } = serviceOf('gateway');
    const context = { settings: { HOME_PARTY: home } } as ServiceContext<ServiceSettings>;
    principals = await everyPrincipal(
      opened.flatMap(({ all }) => all),
      database,
      context,
    );
  });

  afterAll(() => Promise.all((opened ?? []).map((tested) => tested.close())));

  function serviceOf(service: string): TestedService {
    const tested = opened.find((each) => each.service === service);
    if (tested === undefined) throw new Error(`${service} has no database`);
    return tested;
  }

  function principal(name: string): Principal {
    const found = principals.find((each) => each.name === name);
    if (found === undefined)
      throw new Error(`there is no ${name} among ${principals.map((each) => each.name).join(', ')}`);
    return found;
  }

  interface Tried {
    readonly tested: TestedService;
    readonly bend?: Bend;
    readonly classes?: readonly DecidedClass[];
    readonly by?: readonly Principal[];
  }

  async function faultsIn({ tested, bend, classes = classesOf(tested), by = principals }: Tried): Promise<string[]> {
    const deciding = new Deciding(tested, classes, unused, bend);
    const faults: string[] = [];
    for (const each of deciding.classes) for (const one of by) faults.push(...(await deciding.faults(each, one)));
    return faults;
  }

  it('follow the policy for every class of every service', async () => {
    const faults = await Promise.all(opened.map((tested) => faultsIn({ tested })));
    const classes = opened.map((tested) => classesOf(tested).length).reduce((sum, each) => sum + each);
    const operations = opened.flatMap(({ all }) => all).length;
    process.stderr.write(
      `rights: ${operations} operations in ${classes} classes, by ${principals.length} principals\n`,
    );
    expect(faults.flat()).toEqual([]);
  });

  it('find the record or the list of every guarded operation', () => {
    const unfound = opened.flatMap((tested) => {
      const ids = classesOf(tested).flatMap((each) => (each.access === 'admission' ? each.ids : []));
      const isAboutRecords = ({ id, method, path, scope }: Bound) =>
        ids.includes(id) && scope !== 'public' && (method === 'GET' || path.includes('{'));
      return tested.all.filter(isAboutRecords).map(({ id }) => id);
    });
    // Sums over memberships are about no record; the plan is a record of cooperation, which the transport decides on below.
    expect(unfound).toEqual(['listPlanInfluences', 'listMembershipBenefits']);
  });

  describe('principals', () => {
    it('are all that identity can produce, one of each kind', () => {
      expect(principals.map(({ name }) => name)).toEqual([
        'no token',
        'BE-BRU without a role',
        'BE-BRU without a role, reading',
        'BE-BRU without a role, without scopes',
        'BE-BRU editor',
        'BE-BRU approver',
        'BE-BRU auditor',
        'BE-BRU admin',
        'BE-BRU of all roles',
        'BE-BRU of all roles, reading',
        'BE-BRU of all roles, without scopes',
        'BE-VLG without a role',
        'BE-VLG without a role, reading',
        'BE-VLG without a role, without scopes',
        'BE-VLG partner',
        'BE-VLG partner, reading',
        'BE-VLG partner, without scopes',
        'BE-WAL without a role',
        'BE-WAL partner',
        'X-BE-DG without a role',
        'X-BE-DG partner',
        'no party without a role',
        'no party without a role, without scopes',
        'BE-VLG without a role, uncut',
        'BE-VLG partner, uncut',
        'no party without a role, uncut',
      ]);
    });

    it('cover every role, claim and region of the product', () => {
      expect(['anonymous', ...rolesElsewhere, ...rolesAtHome].toSorted()).toEqual([...roles].toSorted());
      expect([...namingClaims, ...countingClaims].toSorted()).toEqual(Object.keys(Caller.shape).toSorted());
      expect(regions.toSorted()).toEqual(Party.options.toSorted());
    });

    it.each(Object.entries(localClients))('cover the local client %s', (_name, access) => {
      const counted = countedAs({ way: 'program', reach: 'all', ...access });
      const like = principals.filter(
        ({ region, roles: counting }) => region === counted.region && counting.join() === counted.roles.join(),
      );
      const asked = new Set(opened.flatMap(({ all }) => all.map(({ scope }) => scope)));
      const useful = counted.scopes.filter((scope) => asked.has(scope));
      expect(like.some(({ scopes }) => useful.every((scope) => scopes.includes(scope)))).toBe(true);
    });
  });

  describe('a decision', () => {
    /** The actor of a call with another reach. */
    const reaching =
      (reach: (relations: Relations, actor: Actor) => Reach): Bend =>
      (actor) => ({
        bindActor: actor.bindActor,
        side: actor.side,
        begin: (tx) => actor.begin(tx),
        end: (tx, result) => actor.end(tx, result),
        reach: (relations) => reach(relations, actor),
        holds: (scope) => actor.holds(scope),
      });

    it.each<[string, Bend]>([
      [
        'omits the clause of the parties',
        reaching((given, actor) => actor.reach('party' in given ? { ...given, party: () => 'true' } : given)),
      ],
      ['refuses nothing', reaching(() => ({ sees: undefined, may: undefined }))],
      [
        'allows every act on visible records',
        reaching((given, actor) => ({ sees: actor.reach(given).sees, may: actor.reach(given).sees })),
      ],
      ['hides public records', reaching(({ public: _, ...others }, actor) => actor.reach(others))],
    ])('that %s would be noticed', async (_, bend) => {
      const tested = serviceOf('cooperation');
      const by = [principal('BE-VLG partner'), principal('BE-WAL partner'), principal('no token')];
      const classes = classesOf(tested).filter(({ table }) => table === 'agreement' || table === 'forum_meeting');
      expect(await faultsIn({ tested, classes, by })).toEqual([]);
      expect((await faultsIn({ tested, classes, by, bend })).length).toBeGreaterThan(0);
    });

    it.each([
      ['allows partners what is for staff', 'signAgreement', shared],
      ['hides a meeting from the region that chairs it', 'conveneForumMeeting', kept],
      ['makes contact points public', 'readContactPoint', { ...shared, anonymous: ['party'] as const }],
    ])('by a grant that %s would be noticed', async (_, id, grant) => {
      const tested = serviceOf('cooperation');
      const operation = tested.all.find((each) => each.id === id);
      if (operation === undefined) throw new Error(`there is no ${id}`);
      const all = tested.all.map((each) =>
        each.id === id ? { ...operation, grant, seeing: id.startsWith('read') ? grant : operation.seeing } : each,
      );
      const classes = classesOf({ ...tested, all }).filter(({ ids }) => ids.includes(id));
      expect((await faultsIn({ tested: { ...tested, all }, classes })).length).toBeGreaterThan(0);
    });
  });

  describe('row-level security', () => {
    async function holes(tables?: readonly string[]): Promise<string[]> {
      const tested = serviceOf('cooperation');
      const faults: string[] = [];
      for (const table of tables ?? (await guardedTables(tested))) {
        faults.push(...(await wallFaults(tested, table, '')));
        for (const region of regions.slice(1))
          faults.push(...(await wallFaults(tested, table, region, principal(`${region} partner`))));
      }
      return faults;
    }

    /** Breaks the policy of a table, as its owner could, and restores it. */
    async function breached<Result>(table: string, breach: string, work: () => Promise<Result>): Promise<Result> {
      const owner = new pg.Client({ connectionString: serviceOf('cooperation').ownerUrl });
      await owner.connect();
      const { rows } = await owner.query('SELECT policyname, qual, with_check FROM pg_policies WHERE tablename = $1', [
        table,
      ]);
      try {
        await owner.query(breach);
        return await work();
      } finally {
        await owner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
        for (const { policyname, qual, with_check: check } of rows)
          await owner.query(
            `ALTER POLICY ${policyname} ON ${table}${qual === null ? '' : ` USING (${qual})`}${check === null ? '' : ` WITH CHECK (${check})`}`,
          );
        await owner.end();
      }
    }

    it('filters reads and writes of shared records by the region', async () => {
      expect(await holes()).toEqual([]);
    });

    it.each([
      ['shows everything', 'plan', 'ALTER POLICY party_sees ON plan USING (true)'],
      ['accepts any change', 'joint_study', 'ALTER POLICY party_changes ON joint_study USING (true) WITH CHECK (true)'],
      ['accepts no change', 'work_site', 'ALTER POLICY party_changes ON work_site USING (false)'],
      ['is switched off', 'consultation', 'ALTER TABLE consultation DISABLE ROW LEVEL SECURITY'],
    ])('would be noticed if it %s', async (_, table, breach) => {
      expect((await breached(table, breach, () => holes([table]))).length).toBeGreaterThan(0);
      expect(await holes([table])).toEqual([]);
    });
  });
});

describe('the transport', () => {
  let wired: Wired;

  beforeAll(async () => {
    wired = await wire();
    process.stderr.write(`rights: the cells are ${seed}\n`);
  });

  afterAll(() => wired?.close());

  const allowed = (): Cell[] => oneOfEach(wired.cells.filter(({ outcome }) => outcome === 'allowed'));
  const refused = (): Cell[] => oneOfEach(wired.cells.filter(({ outcome }) => outcome !== 'allowed'));
  const operationsOf = (cells: readonly Cell[]): Set<string> => new Set(cells.map(({ operation }) => operation.id));
  /** Public operations refuse no one; some of them have no records here. */
  const withoutCell = (cells: readonly Cell[]): string[] => {
    const guarded = wired.cells.filter(({ operation }) => operation.scope !== 'public');
    return [...operationsOf(guarded)].filter((id) => !operationsOf(cells).has(id));
  };

  it('has a body that every operation accepts', () => {
    const without = wired.cells.filter(
      ({ operation }) => operation.body !== undefined && operation.examples === undefined,
    );
    expect([...operationsOf(without)]).toEqual([]);
  });

  it('refuses one call per operation as the policy does, and changes nothing', async () => {
    expect(withoutCell(refused())).toEqual([]);
    const before = await wired.settled();
    expect({ seed, unexpected: await unexpected(wired.client, refused()) }).toEqual({ seed, unexpected: [] });
    expect(await wired.holdings()).toEqual(before);
  });

  it('would notice a cell that contradicts the policy', async () => {
    const one = wired.cells.find(({ outcome, principal }) => outcome === 404 && principal.name === 'BE-VLG partner');
    const other = wired.cells.find(
      ({ outcome, principal }) => outcome === 'allowed' && principal.name === 'BE-BRU editor',
    );
    const wrong = [one, other].flatMap((cell) => (cell === undefined ? [] : [{ ...cell, outcome: 403 as const }]));
    expect(await unexpected(wired.client, wrong)).toHaveLength(2);
  });

  describe('a hidden record', () => {
    it('is answered like a record that does not exist, to the byte', async () => {
      const hidden = oneOfEach(wired.cells.filter(isHidden));
      expect(hidden.length).toBeGreaterThan(20);
      expect({ seed, distinguishable: await distinguishable(wired.client, hidden) }).toEqual({
        seed,
        distinguishable: [],
      });
    });

    it('would be noticed if it is answered otherwise', async () => {
      const seen = wired.cells.find(
        ({ operation, outcome }) => operation.id === 'readAgreement' && outcome === 'allowed',
      );
      expect(await distinguishable(wired.client, seen === undefined ? [] : [seen])).toHaveLength(1);
    });

    it('is in no list, no total and behind no filter', async () => {
      const { client, records } = wired;
      const list = async (query: Record<string, string[]>) =>
        (await client.call('rpc.cooperation.agreements.list', { query, caller: partnerFlanders })).body;
      const ids = (kind: Kind) => records['cooperation']?.[kind]?.['agreementId'];
      const all = await list({ total: ['true'], pageSize: ['200'] });
      const seen: string[] = all.items.map(({ id }: { id: string }) => id);
      expect([seen.includes(ids('withFlanders') ?? ''), seen.includes(ids('public') ?? '')]).toEqual([true, true]);
      expect([seen.includes(ids('withWallonia') ?? ''), seen.includes(ids('restricted') ?? '')]).toEqual([
        false,
        false,
      ]);
      expect(all.total).toBe(seen.length);
      const restricted = { agreementId: ids('restricted') ?? '' };
      const { ref } = (await client.call('rpc.cooperation.agreements.read', { path: restricted })).body;
      const [byRef, byNothing] = [
        await list({ ref: [ref], total: ['true'] }),
        await list({ ref: ['CO-2026-9999'], total: ['true'] }),
      ];
      expect({ ...byRef, self: '' }).toEqual({ ...byNothing, self: '' });
    });
  });

  // Runs last: an allowed notice shows its plan to one more region.
  it('allows one call per operation as the policy does', async () => {
    expect(withoutCell(allowed())).toEqual([]);
    expect({ seed, unexpected: await unexpected(wired.client, allowed()) }).toEqual({ seed, unexpected: [] });
    expect(operationsOf(wired.cells).size).toBeGreaterThanOrEqual(100);
  });
});
