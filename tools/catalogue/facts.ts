// The page of facts, for the engineer who follows them from another region: who may see which, what each means, what it carries.
import type { FactDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';
import { shape } from './pages.ts';
import { inBraces, linesOf } from './shape.ts';
import { written } from './table.ts';

const Named = z.record(z.string(), z.unknown());
const Data = z.looseObject({ $ref: z.string().optional(), $defs: Named.default({}) });
const State = z.looseObject({ properties: Named, required: z.array(z.string()).default([]) });
type State = z.infer<typeof State>;

/** A kind of record: its facts, and the state that they carry. */
interface Kind {
  readonly service: string;
  readonly resource: string;
  readonly facts: readonly FactDescription[];
  readonly state: State;
}

export function factsPage(descriptions: readonly ServiceDescription[]): string {
  const shapes = new Shapes();
  const sections = descriptions.flatMap((description) => {
    const kinds = kindsOf(description);
    return [
      `## ${description.service}`,
      '',
      ...productsOf(description, kinds),
      ...kinds.flatMap((kind) => sectionOf(kind, shapes)),
    ];
  });
  return [...introduction, ...sections, '## Shapes', '', ...shapes.sections()].join('\n');
}

const introduction = [
  '# Facts',
  '',
  'Written by `npm run catalogue` from what the services announce. A fact is what happened to a record, and carries the whole record. Another',
  'region follows the facts that it may see as **data products** ([how](../subscribe.md)): `public.<service>` is for everybody,',
  '`party.<service>.<region>` for that region alone. In a product',
  '',
  '- `data` is what its reader gets at the address of the record, `GET /v1/<kind>/{id}`, without `href`, `version` and `changedAt`: the fields below;',
  '- a fact comes only if its reader sees another state than before;',
  '- `shared` says that its reader has come to see a record, with its whole state: the record was opened, or the product began;',
  '- `left` says that the reader sees a record no more, with its `id` alone: it was closed to the reader, or taken back. Delete the copy.',
  '',
  'A restricted record is in no product. The type of an event ends in `v1.<kind>.notify.<fact>`; its `dataschema` names the schema of `data`, which',
  'the gateway serves: `urn:passerelle:schema:cooperation.agreements.shared:1.0` is at `/schemas/cooperation.agreements.shared/1.0`. For programs:',
  '`/doc/asyncapi.json`, and `/doc/asyncapi/<product>.json` for each product by itself.',
  '',
  '`name?` may be absent, `1..300` are the least and the most (letters, items, fields or the number itself), `open` objects may have more fields.',
  '',
];

function kindsOf({ service, facts }: ServiceDescription): Kind[] {
  return [...Map.groupBy(facts, ({ resource }) => resource)].map(([resource, own]) => {
    const whole = own.find(({ also }) => also.length === 0) ?? own[0];
    return { service, resource, facts: own, state: stateOf(whole?.data) };
  });
}

function stateOf(data: unknown): State {
  const { $ref, $defs, ...own } = Data.parse(data);
  return State.parse($ref === undefined ? own : $defs[last($ref)]);
}

function productsOf({ service, products }: ServiceDescription, kinds: readonly Kind[]): string[] {
  if (products.length === 0) return ['No product: its facts are for the installation alone.', ''];
  const rows = [...Map.groupBy(products, familyOf)].map(([family, own]) => {
    const isPublic = family === 'public';
    const contained = kinds.filter(isPublic ? canBePublic : isShared);
    const names = own.map((product) => `\`${product.replace(family, `${family}.${service}`)}\``);
    const links = contained.map(({ resource }) => linkTo(`${service}.${resource}`, resource));
    return [names.join(', '), isPublic ? 'everybody' : 'that region', links.join(', ')];
  });
  return [written(['products', 'for', 'kinds of records'], rows), ''];
}

const familyOf = (product: string): string => product.split('.')[0] ?? '';
const isShared = ({ state }: Kind): boolean => 'parties' in state.properties;

function canBePublic({ facts, state }: Kind): boolean {
  const definitions = Data.parse(facts[0]?.data).$defs;
  const { $ref, ...own } = Data.parse(state.properties['classification']);
  return JSON.stringify($ref === undefined ? own : definitions[last($ref)]).includes('"public"');
}

function readersOf(kind: Kind): string {
  if (!canBePublic(kind)) return isShared(kind) ? 'The regions in `parties` see it.' : 'For the installation alone.';
  return isShared(kind)
    ? 'Everybody sees it if it is `public`, the regions in `parties` unless it is `restricted`.'
    : 'Everybody sees it if it is `public`.';
}

function sectionOf(kind: Kind, shapes: Shapes): string[] {
  const { service, resource, facts, state } = kind;
  const besides = facts.flatMap((fact) => fact.also.flatMap((field) => [besidesLine(fact, field), '']));
  return [
    `### ${service}.${resource}`,
    '',
    readersOf(kind),
    '',
    written(
      ['fact', 'means', 'version'],
      facts.map(({ verb, summary, version }) => [`\`${verb}\``, summary, version]),
    ),
    '',
    ...besides,
    '```text',
    ...linesOf(state),
    '```',
    '',
    ...linksOf(kind, shapes),
  ];
}

const besidesLine = ({ verb, data }: FactDescription, field: string): string =>
  `Within the installation \`${verb}\` also carries \`${field}: ${inBraces(stateOf(data).properties[field]).replaceAll('`', '')}\`.`;

/** The shapes that the fields of a kind have, as links. */
function linksOf({ service, facts }: Kind, shapes: Shapes): string[] {
  const roots = facts.map(({ data }) => last(Data.parse(data).$ref ?? ''));
  const named = new Map(facts.flatMap(({ data }) => Object.entries(Data.parse(data).$defs)));
  const links = [...named]
    .filter(([name]) => !roots.includes(name))
    .map(([name, schema]) => linkTo(shapes.add(service, name, schema), name));
  return links.length === 0 ? [] : [`Shapes: ${[...new Set(links)].sort().join(', ')}`, ''];
}

/** Every shape once; one that another service means otherwise has the name of that service too. */
class Shapes {
  private readonly known = new Map<string, unknown>();

  /** The heading under which it is written. */
  add(service: string, name: string, schema: unknown): string {
    const isSame = (heading: string): boolean => JSON.stringify(this.known.get(heading)) === JSON.stringify(schema);
    const heading = !this.known.has(name) || isSame(name) ? name : `${name} of ${service}`;
    if (this.known.has(heading) && !isSame(heading)) throw new Error(`two shapes of ${service} are called ${name}`);
    this.known.set(heading, schema);
    return heading;
  }

  sections(): string[] {
    const sorted = [...this.known].sort(([one], [other]) => one.localeCompare(other));
    return sorted.flatMap(([heading, schema]) => shape('###', heading, schema));
  }
}

/** The anchor of a heading, as forges make it. */
const linkTo = (heading: string, text: string): string =>
  `[${text}](#${heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-')})`;

const last = (reference: string): string => reference.split('/').at(-1) ?? reference;
