import { longTestLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import fc from 'fast-check';
import { partnerExample, programmeExample, projectExample } from '../../examples.js';
import { projects as service } from '../../projects.js';

// D18: the quality flags of imported records depend only on what is recorded, in any order, also under concurrent acts.
// This suite computes them independently, from the lists of the API.

const stage = onStage(service);

interface Partner {
  readonly id: string;
  readonly role: string;
  readonly country: string;
  readonly active: boolean;
  readonly budget: { readonly state: string };
  readonly qualityFlags: readonly string[];
}

interface Project {
  readonly status: string;
  readonly title: Readonly<Record<string, string>>;
  readonly qualityFlags: readonly string[];
}

interface Programme {
  readonly fundingMode: string;
  readonly consortiumRule?: { readonly minPartners?: number; readonly minCountries?: number };
}

const isLead = ({ active, role }: Partner): boolean => active && role === 'lead';

function flagsOfProject({ status, title }: Project, all: readonly Partner[], programme: Programme): string[] {
  const carrying = all.filter(({ active, role }) => active && ['lead', 'partner', 'assimilated'].includes(role));
  const leads = carrying.filter(isLead).length;
  const { minPartners = 0, minCountries = 0 } = programme.consortiumRule ?? {};
  const hasLead = leads > 0 || programme.fundingMode === 'ownFunds';
  const isSmall = carrying.length < minPartners || new Set(carrying.map(({ country }) => country)).size < minCountries;
  const ran = status !== 'contracting';
  return [
    ...(leads > 1 ? ['severalLeadPartners'] : []),
    ...(ran && !hasLead ? ['leadPartnerMissing'] : []),
    ...(ran && isSmall ? ['consortiumTooSmall'] : []),
    ...(title.fr === undefined || title.nl === undefined ? ['languageIncomplete'] : []),
  ];
}

const flagsOfPartner = (partner: Partner, all: readonly Partner[]): string[] => [
  ...(isLead(partner) && all.filter(isLead).length > 1 ? ['severalLeadPartners'] : []),
  ...(partner.role === 'associated' && partner.budget.state === 'published' ? ['associatedPartnerWithBudget'] : []),
];

const role = fc.oneof({ weight: 3, arbitrary: fc.constant('lead') }, fc.constantFrom('partner', 'associated'));
const country = fc.constantFrom('BE', 'FR', 'NL');
const reason = { fr: 'Erreur de saisie.', nl: 'Vergissing.' };

/** `which` chooses among the existing partners. */
const anAct = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('join' as const), role, country }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('change' as const), which: fc.nat(20), role, country }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('leave', 'retract'), which: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constantFrom('start', 'close', 'revertClosure', 'suspend', 'terminate') }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('title' as const), both: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('programme' as const),
      fundingMode: fc.constantFrom('grantRealCost', 'ownFunds'),
      minPartners: fc.integer({ min: 1, max: 4 }),
    }),
  },
);
type Act = typeof anAct extends fc.Arbitrary<infer Each> ? Each : never;

describe('the quality flags of an imported project', () => {
  const call = (operation: string, path: Readonly<Record<string, string>>, body: object, ifMatch?: string) =>
    stage.client.call(`rpc.projects.${operation}`, { path, body, ...(ifMatch === undefined ? {} : { ifMatch }) });
  const read = async (kind: string, id: string) =>
    (await stage.client.call(`rpc.projects.${kind}s.read`, { path: { [`${kind}Id`]: id } })).body;
  const listed = async (projectId: string): Promise<Partner[]> => {
    const query = { projectId: [projectId], pageSize: ['200'] };
    return (await stage.client.call('rpc.projects.partners.list', { query })).body.items;
  };
  const changed = async (kind: string, id: string, body: object) => {
    const { version = 1 } = await read(kind, id);
    return call(`${kind}s.change`, { [`${kind}Id`]: id }, body, `"${version}"`);
  };

  async function perform(programmeId: string, projectId: string, asked: Act): Promise<number> {
    const chosen = async (which: number) => (await listed(projectId)).at(which % 5)?.id ?? projectId;
    switch (asked.act) {
      case 'join': {
        const { act, ...terms } = asked;
        return (await call('partners.join', { projectId }, { ...partnerExample, ...terms })).status;
      }
      case 'change': {
        const { act, which, ...terms } = asked;
        return (await changed('partner', await chosen(which), terms)).status;
      }
      case 'leave':
      case 'retract': {
        const given = asked.act === 'leave' ? { on: '2026-06-30' } : {};
        const body = { transition: asked.act, ...given };
        return (await call(`partners.${asked.act}`, { partnerId: await chosen(asked.which) }, body)).status;
      }
      case 'title':
        return (
          await changed('project', projectId, {
            title: { en: 'Bridges', nl: 'Bruggen', fr: asked.both ? 'Ponts' : null },
          })
        ).status;
      case 'programme': {
        const { fundingMode, minPartners } = asked;
        return (await changed('programme', programmeId, { fundingMode, consortiumRule: { minPartners } })).status;
      }
      default: {
        const isJustified = asked.act === 'terminate' || asked.act === 'revertClosure';
        const body = { transition: asked.act, ...(isJustified ? { reason } : {}) };
        return (await call(`projects.${asked.act.replace('C', '-c')}`, { projectId }, body)).status;
      }
    }
  }

  let codes = 0;
  async function registered(): Promise<[string, string]> {
    const programme = await call('programmes.register', {}, { ...programmeExample, code: `flags-${++codes}` });
    const history = {
      origin: 'imported',
      importSource: 'keep',
      departments: [],
      role: undefined,
      title: { en: 'Bridges' },
    };
    const terms = { ...projectExample, ...history, startsOn: undefined, endsOn: undefined };
    const project = await call('projects.register', {}, { ...terms, programmeId: programme.body.id });
    return [programme.body.id, project.body.id];
  }

  const seen = new Map<string, number>();
  async function holds(programmeId: string, projectId: string): Promise<void> {
    const [project, all] = [await read('project', projectId), await listed(projectId)];
    for (const flag of project.qualityFlags) seen.set(flag, (seen.get(flag) ?? 0) + 1);
    expect(project.qualityFlags).toEqual(flagsOfProject(project, all, await read('programme', programmeId)));
    for (const partner of all) expect(partner.qualityFlags).toEqual(flagsOfPartner(partner, all));
    await isPublished([projectId, ...all.map(({ id }) => id)]);
  }

  /** The latest fact of each record equals the record as read. */
  async function isPublished(ids: readonly string[]): Promise<void> {
    const sql = `SELECT DISTINCT ON (aggregate_id) aggregate_id AS id, data::json->'qualityFlags' AS flags FROM event_log
                  WHERE product = 'internal' AND aggregate_id = ANY($1) ORDER BY aggregate_id, position DESC`;
    const facts = await stage.app.database.query<{ id: string; flags: string[] }>(sql, [ids]);
    const rows = `SELECT id, to_json(quality_flags) AS flags FROM project WHERE id = ANY($1)
            UNION ALL SELECT id, to_json(quality_flags) FROM partner WHERE id = ANY($1)`;
    const records = await stage.app.database.query<{ id: string; flags: string[] }>(rows, [ids]);
    const sorted = (found: readonly { id: string }[]) => [...found].sort((a, b) => a.id.localeCompare(b.id));
    expect(sorted(facts)).toEqual(sorted(records));
  }

  it(
    'follow from its partners, its programme and its texts, after every act',
    async () => {
      const law = fc.asyncProperty(fc.array(anAct, { minLength: 1, maxLength: 10 }), async (acts) => {
        const [programmeId, projectId] = await registered();
        for (const act of acts) {
          expect([200, 201, 404, 409]).toContain(await perform(programmeId, projectId, act));
          await holds(programmeId, projectId);
        }
      });
      await fc.assert(law, { numRuns: 25, endOnFailure: true });
      for (const flag of ['severalLeadPartners', 'leadPartnerMissing', 'consortiumTooSmall', 'languageIncomplete'])
        expect(seen.get(flag)).toBeGreaterThan(0);
    },
    longTestLimitMs,
  );

  it(
    'do so under concurrent acts too',
    async () => {
      const law = fc.asyncProperty(fc.array(anAct, { minLength: 4, maxLength: 10 }), async (acts) => {
        const [programmeId, projectId] = await registered();
        const statuses = await Promise.all(acts.map((act) => perform(programmeId, projectId, act)));
        for (const status of statuses) expect([200, 201, 404, 409, 412, 503]).toContain(status);
        await holds(programmeId, projectId);
      });
      await fc.assert(law, { numRuns: 15, endOnFailure: true });
    },
    longTestLimitMs,
  );
});
