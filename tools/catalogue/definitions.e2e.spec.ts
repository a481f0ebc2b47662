import { join, resolve } from 'node:path';
import { referenceList } from '@passerelle/domain/reference-list';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { describe as described, load, services } from './compose.ts';
import { Reader, unpublished } from './definitions.ts';
import { allowedBy, fieldsAt } from './fields.ts';

const root = resolve('.');
let descriptions: ServiceDescription[];
let definitions: Reader[];

beforeAll(async () => {
  descriptions = await Promise.all(services.map((service) => described(root, service)));
  const { Catalogue } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/catalogue.js'));
  definitions = new Catalogue().definitions.map((definition: unknown) => Reader.parse(definition));
});

it('the whole catalogue reads only published fields', () => {
  expect(definitions.map(({ code }) => code)).toEqual([
    'A1.1',
    'A1.2',
    'A1.3',
    'A1.3b',
    'A1.4',
    'A1.5',
    'A2.1',
    'A2.2',
    'A2.3',
    'A2.5',
    'A3.1',
    'A3.2',
    'A3.3',
    'A3.4',
    'A3.5',
    'A4.1',
    'A4.2',
    'A4.2b',
    'A4.3',
    'A4.4',
    'O1.1',
    'O1.2',
    'O1.3',
    'O1.4',
    'O1.5',
    'O1.5b',
    'O2.1',
    'O2.2',
    'O2.3',
    'O2.4',
    // Both of its versions: the first stays for the figures that were quoted of it.
    'O3.1',
    'O3.1',
    'O3.2',
    'O3.3',
    'O3.4',
    'R1.1',
    'R1.1b',
    'R1.2',
    'R1.2b',
    'R1.4',
    'R1.4',
    'R1.4b',
    'R2.1',
    'R2.2',
    'R2.3',
    'R2.3b',
    'R2.4',
    'R3.1',
    'R3.1b',
    'R3.2',
    'R3.3',
    'R3.4',
    'R3.5',
    'R3.5b',
    'X1',
  ]);
  expect(definitions.flatMap((definition) => unpublished(definition, descriptions))).toEqual([]);
});

type Rule = Reader['rules'][number];

/** The faults of a definition with a change in its first rule. */
function toldOf(code: string, change: (rule: Rule) => Partial<Rule>, dimensions?: Reader['dimensions']): string[] {
  const definition = definitions.find((each) => each.code === code);
  const [rule, ...others] = definition?.rules ?? [];
  if (definition === undefined || rule === undefined) throw new Error(`${code} has a rule`);
  const changed = { ...definition, rules: [{ ...rule, ...change(rule) }, ...others] };
  return unpublished({ ...changed, dimensions: dimensions ?? changed.dimensions }, descriptions);
}

describe('reports a definition that reads an unpublished field', () => {
  const formula = (changed: Partial<Rule['formula']>) => (rule: Rule) => ({ formula: { ...rule.formula, ...changed } });
  const where = (field: string, value: unknown) => () => ({ where: [{ of: 'root', field, in: [value] }] });
  const nowhere = (name: string, service = 'cooperation') => `${name}, which no fact of ${service} carries`;
  const absent = (name: string) => nowhere(name, 'representation');
  const inForce = { resource: 'mandates', where: { role: ['titular'] }, from: 'startedOn', to: ['endedOn'] };

  it.each<[string, (rule: Rule) => Partial<Rule>, string[]]>([
    ['A2.1', () => ({ source: 'archives' }), ['archives, which is no service']],
    ['A2.1', formula({ to: 'finishedOn' }), ['projects.finishedOn, which no fact of projects carries']],
    [
      'O1.5b',
      formula({ items: 'payments' }),
      ['jointStudies.payments', 'jointStudies.payments.amount', 'jointStudies.payments.party'].map((name) =>
        nowhere(name),
      ),
    ],
    ['O1.5b', formula({ amount: 'sum' }), [nowhere('jointStudies.shareAmounts.sum')]],
    [
      'O1.5b',
      formula({ except: { field: 'region', in: ['BE-BRU'] } }),
      ['shareAmounts.region', 'shares.region'].map((name) => nowhere(`jointStudies.${name}`)),
    ],
    ['R3.5', formula({ by: 'reply' }), [nowhere('opinions.points.reply')]],
    [
      'O1.1',
      formula({ acts: { resource: 'forumMeetings', match: 'rank', doneOn: 'heldOn' } }),
      ['agreements.obligations.rank', 'forumMeetings.rank'].map((name) => nowhere(name)),
    ],
    ['O2.1', formula({ to: 'vacatedOn' }), [absent('seats.vacatedOn')]],
    [
      'O2.1',
      formula({ child: { ...inForce, from: 'beganOn', to: ['period.until'], except: 'breaks' } }),
      ['beganOn', 'period.until', 'breaks', 'breaks.from', 'breaks.to'].map((name) => absent(`mandates.${name}`)),
    ],
    [
      'O2.3',
      formula({ of: { resource: 'positions', where: { state: ['validated'] }, doneOn: 'agreedOn' } }),
      ['positions.agreedOn', 'positions.state'].map(absent),
    ],
    [
      'O2.3',
      formula({ among: { items: 'items', field: 'kind', in: ['decision'] } }),
      ['bodyMeetings.items', 'bodyMeetings.items.kind'].map(absent),
    ],
    ['R3.1', formula({ times: { by: 'outcome', weights: { full: 1 } } }), [absent('positions.interests.outcome')]],
    ['A4.1', formula({ among: { field: 'topics', in: ['planning'] } }), [absent('positions.interests.topics')]],
    ['A2.5', formula({ keys: ['kind', 'id'] }), [absent('positions.basedOn.kind')]],
    [
      'A2.3',
      formula({ part: 'attendance.present', whole: 'attendance.invited' }),
      ['present', 'invited'].map((name) => nowhere(`activities.attendance.${name}`, 'networks')),
    ],
    ['A1.4', formula({ names: 'usedBy' }), [nowhere('practices.usedBy', 'networks')]],
    ['R2.3', formula({ weighed: { by: 'rank', weights: { president: 3 } } }), [nowhere('offices.rank', 'networks')]],
    [
      'A3.2',
      formula({ number: 'reached', source: 'given', each: { field: 'measure', in: ['persons'] } }),
      ['reached', 'given', 'measure'].map((name) => nowhere(`visibility.reach.${name}`, 'networks')),
    ],
    ['O3.4', formula({ amount: 'carbon.tonnes' }), [nowhere('visits.carbon.tonnes', 'networks')]],
    [
      'O3.2',
      formula({ year: 'fiscalYear', owed: 'due', items: 'payments', paidOn: 'day', amount: 'sum' }),
      ['fiscalYear', 'due', 'payments.day', 'payments.sum'].map((name) =>
        nowhere(`membershipYears.${name}`, 'networks'),
      ),
    ],
  ])('%s: a service or a field', (code, change, told) => {
    expect(toldOf(code, change).toSorted()).toEqual(told.map((what) => `${code} reads ${what}`).toSorted());
  });

  it.each<[string, (rule: Rule) => Partial<Rule>, string]>([
    ['O1.2', where('status', 'entred'), 'consultations.status as entred, which is no value of the field'],
    ['A2.1', where('role', 'leader'), 'projects.role as leader, which is no value of the field'],
    [
      'O1.3',
      formula({ of: { field: 'unanswered', in: ['yes'] } }),
      'consultations.unanswered as yes, which is no value of the field',
    ],
    [
      'O1.5b',
      formula({ except: { field: 'party', in: ['BRU'] } }),
      'jointStudies.shareAmounts.party as BRU, which is no value of the field',
    ],
    [
      'R3.5',
      formula({ weights: { accepted: 1, partially: 0.5 } }),
      'opinions.points.answer as partially, which is no value of the field',
    ],
    ['O1.4', where('planType', 'prdd'), 'plans.planType, whose values no fact declares'],
    ['A4.2', where('departments', 'ibsa'), 'seats.departments as ibsa, which is no value of the field'],
    [
      'O2.1',
      formula({ child: { ...inForce, where: { role: ['holder'] }, except: 'suspensions' } }),
      'mandates.role as holder, which is no value of the field',
    ],
    [
      'O2.3',
      formula({ of: { resource: 'positions', where: { status: ['agreed'] }, doneOn: 'validatedOn' } }),
      'positions.status as agreed, which is no value of the field',
    ],
    [
      'O2.3',
      formula({ among: { items: 'agenda', field: 'kind', in: ['vote'] } }),
      'bodyMeetings.agenda.kind as vote, which is no value of the field',
    ],
    [
      'R3.1',
      formula({ times: { by: 'uptake', weights: { full: 1, half: 0.5 } } }),
      'positions.interests.uptake as half, which is no value of the field',
    ],
    [
      'R2.1',
      formula({ among: { field: 'themes', in: ['towns'] } }),
      'positions.interests.themes as towns, which is no value of the field',
    ],
    [
      'R2.2',
      formula({ among: { field: 'kind', in: ['town'] } }),
      'positions.coSigners.kind as town, which is no value of the field',
    ],
    [
      'R3.2',
      formula({ of: { field: 'presence', in: ['present'] } }),
      'bodyMeetings.presence as present, which is no value of the field',
    ],
    [
      'R2.3',
      formula({ weighed: { by: 'role', weights: { chair: 3 } } }),
      'offices.role as chair, which is no value of the field',
    ],
    [
      'A1.5',
      formula({ among: { field: 'kind', in: ['study'] } }),
      'practices.target.kind as study, which is no value of the field',
    ],
    [
      'A3.2',
      formula({ each: { field: 'unit', in: ['readers'] } }),
      'visibility.reach.unit as readers, which is no value of the field',
    ],
    [
      'A3.4',
      formula({ of: { field: 'languages', in: ['fr', 'français'] } }),
      'visibility.languages as français, which is no value of the field',
    ],
    ['A3.5', where('initiator', 'host'), 'activities.initiator as host, which is no value of the field'],
    ['A4.3', where('kind', 'quote'), 'visibility.kind as quote, which is no value of the field'],
    ['R1.2', where('direction', 'inbound'), 'visits.direction as inbound, which is no value of the field'],
    ['R1.2', where('status', 'done'), 'visits.status as done, which is no value of the field'],
  ])('%s: a value', (code, change, told) => expect(toldOf(code, change)).toContain(`${code} reads ${told}`));

  it('a dimension, of an item and under a condition', () => {
    const weight = { from: { of: 'item', field: 'weight', where: {} } };
    expect(toldOf('R3.5', () => ({}), [weight])).toEqual([`R3.5 reads ${nowhere('opinions.points.weight')}`]);
    const left = { from: { of: 'partners', field: 'country', where: { active: ['no'] } } };
    expect(toldOf('X1', () => ({}), [left])).toEqual([
      'X1 reads partners.active as no, which is no value of the field',
    ]);
  });
});

it('every consultation counts until it is withdrawn', async () => {
  const { standing } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/o1-2.js'));
  const states = descriptions.flatMap((service) => allowedBy(fieldsAt(service, ['consultations', 'status'])) ?? []);
  expect(states).toContain('withdrawn');
  expect([...standing, 'withdrawn'].toSorted()).toEqual(states.toSorted());
});

it('every kind of activity counts as outward, except briefings', async () => {
  const { outward } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/showing.js'));
  const kinds = referenceList('activityKinds').entries.map(({ code }) => code);
  expect([...outward, 'briefing'].toSorted()).toEqual(kinds.toSorted());
});

it.each([
  ['meeting', 'convened', 'bodyMeetings', 'cancelled'],
  ['position', 'maintained', 'positions', 'withdrawn'],
])('every %s counts until it is taken out', async (_, name, resource, out) => {
  const { [name]: counted } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/representation.js'));
  const states = descriptions.flatMap((service) => allowedBy(fieldsAt(service, [resource, 'status'])) ?? []);
  expect(states).toContain(out);
  expect([...counted, out].toSorted()).toEqual(states.toSorted());
});

it('every kind of record that a position or a practice can rest on has a figure', async () => {
  const { grounds } = await load(join(root, 'apps/gateway/dist/indicators/catalogue/a2-5.js'));
  const named = ['positions', 'practices'].flatMap((resource) =>
    descriptions.flatMap((service) => allowedBy(fieldsAt(service, [resource, 'basedOn', 'resource'])) ?? []),
  );
  expect([...grounds].toSorted()).toEqual([...new Set(named)].toSorted());
});
