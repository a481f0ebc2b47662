// Which statements belong in a generated migration, and which must not be together in one.

export interface Split {
  readonly kept: readonly string[];
  /** Indexes, constraints and search columns are written by hand in migrations; entities do not know them, so a comparison would drop them. */
  readonly leftOut: readonly string[];
}

const table = String.raw`ALTER TABLE (?<table>"[^"]+"|\w+)`;
const column = String.raw`(?<column>"[^"]+"|\w+)`;
const ofColumns = new RegExp(`^((CREATE|DROP) TABLE |${table} (ADD (?!CONSTRAINT )|(DROP|ALTER|RENAME) COLUMN ))`);

/** The search column is kept by a trigger, and no entity knows it. */
const ofSearch = new RegExp(`^${table} (ADD|DROP COLUMN) "?searched"?( tsvector)?$`);
const isKept = (statement: string): boolean => ofColumns.test(statement) && !ofSearch.test(statement);

export const split = (statements: readonly string[]): Split => ({
  kept: statements.filter(isKept),
  leftOut: statements.filter((statement) => !isKept(statement)),
});

const withoutLiterals = (statement: string): string => statement.replace(/'(?:[^']|'')*'/g, "''");

const expands = /^CREATE TABLE | ADD (?!CONSTRAINT )| DROP NOT NULL$| SET DEFAULT | RENAME COLUMN /;
const contracts = / DROP COLUMN | SET NOT NULL$| DROP DEFAULT$| TYPE | RENAME COLUMN /;

/** Why these statements cannot be in one release: the previous release still runs on the new schema. */
export function objections(statements: readonly string[]): string[] {
  const plain = statements.map(withoutLiterals);
  const required = plain
    .filter((statement) => / NOT NULL/.test(statement) && !/ DEFAULT /.test(statement))
    .map((statement) => new RegExp(`^${table} ADD ${column} `).exec(statement)?.groups)
    .filter((names) => names !== undefined)
    .map(
      (names) =>
        `${names.table}.${names.column} is required from the start, and older rows have no value: add → backfill → require, in separate releases`,
    );
  const widening = plain.find((statement) => expands.test(statement));
  const narrowing = plain.find((statement) => contracts.test(statement));
  if (widening === undefined || narrowing === undefined) return required;
  return [
    ...required,
    `"${widening}" expands and "${narrowing}" contracts; a new name or type is both: expand → move → contract, in separate releases`,
  ];
}
