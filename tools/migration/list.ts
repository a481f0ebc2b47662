// The list of a service's migrations is generated from their folder.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { formatted } from './formatted.ts';

export const servicesOf = (root: string): string[] =>
  globSync('apps/*/src/main.ts', { cwd: root })
    .map((path) => path.split('/')[1] ?? '')
    .sort();

export const listFile = (root: string, service: string): string => join(root, 'apps', service, 'src', 'migrations.ts');

/** File names without ending, oldest first: `1763942460000-agreements`. */
export const migrationsOf = (root: string, service: string): string[] =>
  globSync('*.ts', { cwd: join(root, 'apps', service, 'src', 'migrations') })
    .map((file) => basename(file, '.ts'))
    .sort();

/** `1763942520000-forum-meetings` contains the class `ForumMeetings1763942520000`. */
export function className(file: string): string {
  const [timestamp = '', ...words] = file.split('-');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + timestamp;
}

interface PlatformTables {
  readonly capability: string;
  readonly migration: string;
}

/** The platform's tables: event log and audit trail for every service, replicas for services that consume facts. */
function platformTablesOf(root: string, service: string): PlatformTables[] {
  const actTables = ['ActTables1763942420000', 'AuditVerification1800000950000'];
  const acts = [...actTables, 'ReasonDigests1800000980000'].map((migration) => ({
    capability: 'data/request-transaction',
    migration,
  }));
  const factTables = [
    'FactTables1763942400000',
    'NoRecordIndex1800000700000',
    'TakenBackFacts1800000980000',
    'DataProducts1800001000000',
  ];
  const facts = factTables.map((migration) => ({ capability: 'events/facts', migration }));
  const known = ['KnownRecordTables1763942410000', 'KnownRecordReach1800000900000'].map((migration) => ({
    capability: 'features/replicas',
    migration,
  }));
  const search = { capability: 'data/lists', migration: 'SearchConfigurations1763942440000' };
  const source = (...path: string[]) => readFileSync(join(root, 'apps', service, 'src', ...path), 'utf8');
  const searches = migrationsOf(root, service).some((file) =>
    source('migrations', `${file}.ts`).includes('addSearch('),
  );
  const knows = source('app.module.ts').includes('replicaModule(');
  return [...facts, ...(knows ? known : []), ...acts, ...(searches ? [search] : [])];
}

/** The content of `apps/<service>/src/migrations.ts`. */
export function migrationList(root: string, service: string): Promise<string> {
  const files = migrationsOf(root, service);
  const tables = platformTablesOf(root, service);
  const classes = [...tables.map(({ migration }) => migration), ...files.map(className)];
  const text = [
    '// Generated from the folder `migrations` by `npm run migration`: not edited by hand.',
    "import type { Migrations } from '@passerelle/platform/data/database';",
    ...[...Map.groupBy(tables, ({ capability }) => capability)].map(
      ([capability, group]) =>
        `import { ${group.map(({ migration }) => migration).join(', ')} } from '@passerelle/platform/${capability}';`,
    ),
    ...files.map((file) => `import { ${className(file)} } from './migrations/${file}.js';`),
    '',
    `export const ${service}Migrations: Migrations = [${classes.join(', ')}];`,
  ];
  return formatted(text.join('\n'), listFile(root, service));
}

export async function writeMigrationList(root: string, service: string): Promise<void> {
  writeFileSync(listFile(root, service), await migrationList(root, service));
}
