import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { z } from 'zod';
import { factsPage } from './facts.ts';
import { operationsPage, shapesPage } from './pages.ts';
import { statesOf } from './states.ts';
import { table } from './table.ts';

// Reads the built services: decorators need a build, and the documentation then describes the deployed code. No service is started.

export const services = ['cooperation', 'gateway', 'networks', 'projects', 'representation'];
const publicUrl = 'https://passerelle.example';
const typePrefix = 'brussels.perspective';
const home = 'BE-BRU';
const version = '0.1.0';

export const load = (file: string) => {
  if (!existsSync(file)) throw new Error(`${file} is not built: npm run build`);
  return import(pathToFileURL(file).href);
};

export interface Catalogues {
  /** The committed pages: file name → content. */
  readonly pages: Readonly<Record<string, string>>;
  /** The documents for programs, as the gateway serves them. */
  readonly documents: Readonly<Record<string, string>>;
}

export async function catalogues(root: string): Promise<Catalogues> {
  const descriptions = await Promise.all(services.map((service) => describe(root, service)));
  const door = join(root, 'apps/gateway/dist/door/documents');
  const { openApiDocument } = await load(join(door, 'openapi-document.js'));
  const { asyncApiDocument } = await load(join(door, 'asyncapi-document.js'));
  const { productsDocument } = await load(join(door, 'asyncapi-products.js'));
  const { documentedOnce } = await load(join(door, 'openapi-of-every-service.js'));
  const composed = { publicUrl, version, descriptions };
  const discovery = `${publicUrl}/.well-known/openid-configuration`;
  const openApi = openApiDocument({ ...composed, issuers: [{ discovery }] });
  const followed = productsDocument({ ...composed, issuers: [discovery], product: 'public' });
  return {
    pages: {
      'README.md': page(descriptions, operationRows(documentedOnce(descriptions)), await platformKinds(root)),
      'operations.md': operationsPage(openApi),
      'shapes.md': shapesPage(openApi),
      'facts.md': factsPage(descriptions),
      'states.md': await statesPage(root),
    },
    documents: {
      'openapi.json': json(openApi),
      'asyncapi.json': json(followed),
      'asyncapi.internal.json': json(asyncApiDocument(composed)),
    },
  };
}

export async function describe(root: string, service: string): Promise<ServiceDescription> {
  const { bindOperations } = await load(join(root, 'libs/platform/dist/runtime/operations/index.js'));
  const { describeService } = await load(join(root, 'libs/platform/dist/runtime/announcements/index.js'));
  const definition = await definitionOf(root, service);
  const operations = bindOperations(service, definition.module, definition.policy);
  const { facts, codeLists } = definition;
  const { productsOf } = await load(join(root, 'libs/platform/dist/events/facts/index.js'));
  const products = productsOf(facts, home);
  return describeService({ service, version, typePrefix, operations, facts, codeLists, products });
}

async function definitionOf(root: string, service: string): Promise<ServiceDefinition> {
  const built = await load(join(root, `apps/${service}/dist/${service}.js`));
  return built[service];
}

async function statesPage(root: string): Promise<string> {
  const definitions = await Promise.all(services.map((service) => definitionOf(root, service)));
  return statesOf(definitions);
}

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** The problems that any call can return, and that no operation needs to announce. */
async function platformKinds(root: string): Promise<Kind[]> {
  const exported = await load(join(root, 'libs/platform/dist/kernel/problems/index.js'));
  return Object.values(exported).flatMap((value) => Kind.safeParse(value).data ?? []);
}

const Kind = z.object({
  code: z.string(),
  status: z.int(),
  title: z.string(),
  detail: z.record(z.string(), z.string()),
});
type Kind = z.infer<typeof Kind>;

/** One row for each method and address: the acts in the life of a record share one. */
function operationRows(documented: readonly Pick<ServiceDescription, 'service' | 'operations'>[]): string[][] {
  return documented.flatMap(({ service, operations }) => rowsOf(service, operations));
}

function rowsOf(service: string, operations: ServiceDescription['operations']): string[][] {
  const byAddress = Map.groupBy(operations, ({ method, path }) => `${method} ${path}`);
  return [...byAddress].map(([address, group]) => {
    const acts = group.flatMap(({ transition }) => (transition === undefined ? [] : [`\`${transition}\``]));
    const does = acts.length === 0 ? group.map(({ summary }) => summary).join() : `Do one: ${acts.join(', ')}`;
    return [address, does, [...new Set(group.map(({ scope }) => scope))].join(', '), service];
  });
}

function page(
  descriptions: readonly ServiceDescription[],
  operations: string[][],
  ofPlatform: readonly Kind[],
): string {
  const facts = descriptions.flatMap(({ service, facts: own }) =>
    own.map((one) => [`${one.resource}.${one.verb}`, one.summary, one.version, service]),
  );
  const announced: Kind[] = descriptions.flatMap((one) => one.operations.flatMap((each) => each.refusals));
  const refusals = new Map([...ofPlatform, ...announced].map((kind) => [kind.code, kind] as const));
  const problems = [...refusals.values()].map(({ code, status, title, detail }) => [
    code,
    String(status),
    title,
    detail.en ?? '',
  ]);
  return [
    '# What the services answer, publish and refuse',
    '',
    'Written by `npm run catalogue` from what the services announce: [what each operation takes and answers](operations.md),',
    '[their shapes](shapes.md), [the facts and theirs](facts.md), [the states of records](states.md). Programs read',
    '`/doc/openapi.json` and `/doc/asyncapi.json` of a gateway, or the same documents that this command leaves in `.run/api`.',
    '',
    `## Operations (${operations.length})`,
    '',
    table(['operation', 'does', 'scope', 'service'], operations),
    '',
    `## Facts (${facts.length})`,
    '',
    table(['fact', 'meaning', 'version', 'service'], facts),
    '',
    `## Problems (${problems.length})`,
    '',
    table(['code', 'status', 'title', 'detail'], problems),
    '',
  ].join('\n');
}
