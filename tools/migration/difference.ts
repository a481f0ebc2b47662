// The differences between a service's entities and a database with all of its migrations. Static imports resolve to the build of
// the platform: outside Jest, import this file only after a build.
import { ownerOptions } from '@passerelle/platform/data/database';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataSource, getMetadataArgsStorage } from 'typeorm';

export interface Difference {
  readonly up: readonly string[];
  /** In the order in which they revert `up`. */
  readonly down: readonly string[];
}

/** Relative to the source folder of the service. */
export const entityFilesOf = (root: string, service: string): string[] =>
  globSync('**/*.entity.ts', { cwd: join(root, 'apps', service, 'src') }).sort();

export async function difference(ownerUrl: string, entityFiles: readonly string[]): Promise<Difference> {
  const entities = (await Promise.all(entityFiles.map(entitiesOf))).flat();
  const source = await new DataSource({ ...ownerOptions(ownerUrl, []), entities }).initialize();
  try {
    const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
    const statements = (queries: typeof upQueries) => queries.map(({ query }) => query.replace(/;$/, ''));
    const plain = await plainNames(source, statements([...upQueries, ...downQueries]));
    const down = statements(downQueries).reverse();
    return { up: statements(upQueries).map(plain), down: down.map(plain) };
  } finally {
    await source.destroy();
  }
}

async function entitiesOf(file: string) {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const tables = new Set<unknown>(getMetadataArgsStorage().tables.map(({ target }) => target));
  return Object.values(module)
    .filter((value) => typeof value === 'function')
    .filter((value) => tables.has(value));
}

const literalOrName = /'(?:[^']|'')*'|"(?<name>[^"]+)"/g;

/** TypeORM quotes every name; people quote only names for which PostgreSQL requires it. */
async function plainNames(source: DataSource, statements: readonly string[]): Promise<(statement: string) => string> {
  const names = statements.flatMap((statement) =>
    [...statement.matchAll(literalOrName)].map(({ groups }) => groups?.name ?? ''),
  );
  const rows = await source.query<{ quoted: string; plain: string }[]>(
    `SELECT '"' || name || '"' AS quoted, quote_ident(name) AS plain FROM unnest($1::text[]) name`,
    [[...new Set(names)]],
  );
  const known = new Map(rows.map(({ quoted, plain }) => [quoted, plain]));
  return (statement) => statement.replace(literalOrName, (found) => known.get(found) ?? found);
}
