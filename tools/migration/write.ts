// Formats a migration like a handwritten one: short statements on one line, a table with a line for each column.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatted } from './formatted.ts';
import { className, migrationsOf } from './list.ts';

interface Steps {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Writes the next migration of the service; returns its path from the root. */
export async function writeMigration(root: string, service: string, name: string, steps: Steps): Promise<string> {
  const newest = Number(migrationsOf(root, service).at(-1)?.split('-')[0] ?? 0);
  const file = `${Math.max(Date.now(), newest + 1)}-${name}`;
  const path = join('apps', service, 'src', 'migrations', `${file}.ts`);
  writeFileSync(join(root, path), await migrationText(className(file), steps, join(root, path)));
  return path;
}

export function migrationText(name: string, { up, down }: Steps, file: string): Promise<string> {
  const text = `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${name} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    ${up.map(call).join('\n    ')}
  }

  async down(runner: QueryRunner): Promise<void> {
    ${down.map(call).join('\n    ')}
  }
}`;
  return formatted(text, file);
}

const call = (statement: string): string => `await runner.query(${literal(inLines(statement))});`;

// PostgreSQL's default names of keys are readable; TypeORM's names are hashes.
const hashedName = /CONSTRAINT "?[A-Z]{2,3}_[0-9a-f]+"? /g;

/** Columns are separated by `, name type`; a comma inside a key is followed by a name only. */
const betweenColumns = /, (?=(?:"[^"]+"|\w+) \w)/;

function inLines(statement: string): string {
  const { head, body } = /^(?<head>CREATE TABLE [^(]+)\((?<body>.*)\)$/s.exec(statement)?.groups ?? {};
  if (head === undefined || body === undefined) return statement;
  const lines = body.replace(hashedName, '').split(betweenColumns);
  return `\n      ${head}(\n        ${lines.join(',\n        ')})`;
}

const literal = (text: string): string =>
  /['\n\\]/.test(text) ? `\`${text.replace(/[\\`]|\$\{/g, String.raw`\$&`)}\`` : `'${text}'`;
