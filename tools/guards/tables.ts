// Table ownership. A slice reads and writes only its own tables and gets rows of another slice through that slice's `*.api.ts`;
// otherwise no column could be renamed without reading every file of the service. A table belongs to the slice with its entity,
// or else to the slice that writes to it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Intended reads of another slice's table: `table` of `service`, by the named slices only. */
export interface Exception {
  readonly service: string;
  readonly table: string;
  readonly readers: readonly string[];
  readonly reason: string;
}

const projected =
  'what is projected from the ledger is joined to it in one statement: handing its rows over would read it whole';

export const exceptions: readonly Exception[] = [
  { service: 'gateway', table: 'ledger', readers: ['indicators'], reason: projected },
  { service: 'gateway', table: 'record_state', readers: ['calendar', 'indicators'], reason: projected },
];

export interface Source {
  readonly path: string;
  readonly text: string;
}

interface Use {
  readonly path: string;
  readonly slice: string;
  readonly table: string;
  readonly writes: boolean;
}

/** A slice as in .dependency-cruiser.cjs: a folder of the service, or of one of its rooms. */
const rooms = ['forum', 'planning', 'joint-work'];
/** Exempt files: shared code that decides which rows a caller may see, in any slice; tests and migrations, which use all tables. */
const exempt = /^apps\/[^/]+\/src\/(shared|migrations)\/|\.(spec|builder)\.ts$|^apps\/system-e2e\//;
const verbs = /\b(INSERT INTO|DELETE FROM|TRUNCATE|UPDATE|FROM|JOIN)\s+(?:ONLY\s+)?([^()]*?)(?=[()]|\b[A-Z]{2,}\b|$)/g;

const keywords = /\b(FROM|INTO|JOIN|UPDATE|TRUNCATE)\b/;

const serviceOf = (path: string): string => path.split('/')[1] ?? '';

/** `forum/agreements`, `partners`; empty outside of slices. */
export function sliceOf(path: string): string {
  const [first = '', second = ''] = path.split('/').slice(3, -1);
  return rooms.includes(first) ? second && `${first}/${second}` : first;
}

/** All string literals, a template as one text. */
function stringsIn({ path, text }: Source): string[] {
  const found: string[] = [];
  if (!keywords.test(text)) return found;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('?'));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** `FROM plan AS one, ledger` names two tables; the word after a name is its alias. */
function tablesIn(sql: string): { table: string; writes: boolean }[] {
  return [...sql.replaceAll(/\bAS (?=[a-z_])/g, '').matchAll(verbs)].flatMap(([, verb = '', names = '']) =>
    names
      .split(',')
      .flatMap((name) => /^\s*"?([a-z_]+)/.exec(name)?.[1] ?? [])
      .map((table) => ({ table, writes: !['FROM', 'JOIN'].includes(verb) })),
  );
}

/** `apps/projects/src/…` of tables to the slice of each; a table without an owner has none. */
function ownersOf(sources: readonly Source[], uses: readonly Use[]): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { text } of sources.filter(({ path }) => path.includes('/migrations/')))
    for (const [, table = ''] of text.matchAll(/CREATE (?:UNLOGGED )?TABLE ([a-z_]+)/g)) owners.set(table, new Set());
  for (const { path, text } of sources)
    for (const [, table = ''] of text.matchAll(/^@(?:Entity|StoredAs)\('([a-z_]+)'[,)]/gm))
      owners.set(table, new Set([sliceOf(path)]));
  const withEntity = new Set([...owners].filter(([, slices]) => slices.size > 0).map(([table]) => table));
  for (const { table, slice, writes } of uses) if (writes && !withEntity.has(table)) owners.get(table)?.add(slice);
  return owners;
}

/** Accesses of one service to tables of other slices, and unused exceptions. */
export function strayTables(sources: readonly Source[], allowed: readonly Exception[]): string[] {
  const uses = sources
    .filter(({ path }) => !exempt.test(path))
    .flatMap((source) =>
      stringsIn(source)
        .flatMap(tablesIn)
        .map((use) => ({ ...use, path: source.path, slice: sliceOf(source.path) })),
    );
  const owners = ownersOf(sources, uses);
  const needed = new Set<string>();
  const strays = uses.flatMap(({ path, slice, table, writes }) => {
    const slices = owners.get(table);
    if (slices === undefined || (slices.size === 1 && slices.has(slice))) return [];
    if (!writes && allowed.some((each) => each.table === table && each.readers.includes(slice))) {
      needed.add(`${table} ${slice}`);
      return [];
    }
    const owner = [...slices].sort().join(' and ') || 'no slice';
    return [`${path} ${writes ? 'writes' : 'reads'} ${table}, which belongs to ${owner}`];
  });
  const idle = allowed.flatMap(({ table, readers }) =>
    readers
      .filter((slice) => !needed.has(`${table} ${slice}`))
      .map((slice) => `${slice} does not read ${table} any more`),
  );
  return [...new Set(strays), ...idle];
}

export function strayTablesIn(root: string): string[] {
  const paths = globSync('apps/*/src/**/*.ts', { cwd: root }).filter((path) => !path.startsWith('apps/system-e2e/'));
  const services = Map.groupBy(paths.sort(), serviceOf);
  return [...services].flatMap(([service, files]) =>
    strayTables(
      files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
      exceptions.filter((each) => each.service === service),
    ),
  );
}
