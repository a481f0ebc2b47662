// Syntax that this repository forbids. Each entry is an AST selector and a sentence with the alternative. ESLint replaces, never
// merges, the options of `no-restricted-syntax`, so `eslint.config.mjs` concatenates these groups.

const everywhere = [
  { selector: 'TSEnumDeclaration', message: 'No enums: write `z.enum([...])`, or a const array with a union type.' },
  {
    selector: ':matches(PropertyDefinition, VariableDeclarator)[definite=true]',
    message: 'No `!`: write entity columns as `@Column() declare title: string`, initialise everything else.',
  },
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'No empty catch: catch only what you can name and act on it; otherwise let it fly.',
  },
  {
    selector: 'Property[key.name="synchronize"][value.value=true]',
    message: 'No `synchronize: true`: generate a migration, read it, commit it.',
  },
  // `refusal(kind)` returns a refusal, `refuseX(…)` throws one: a refusal that is not thrown does nothing.
  {
    selector: 'ExpressionStatement > CallExpression[callee.name=/^(refusal|inputFault|unknownReference)$/]',
    message: 'A refusal that is not thrown: write `throw refusal(…)`, or call what throws itself, `refuse…(…)`.',
  },
  {
    selector: 'ExportAllDeclaration',
    message: 'No `export *`: import each name from the file that defines it.',
  },
];

const noReExports = [
  {
    selector: 'ExportNamedDeclaration[source]:not(:has(ExportSpecifier[exported.name="default"]))',
    message:
      'No re-exports: only libs/platform/src/<shelf>/<capability>/index.ts gathers names; import from the file that defines them.',
  },
];

const indexFile = [
  {
    selector: 'Program',
    message: 'No index.ts here: only a platform capability has one. Name the file after its content.',
  },
];

// A store of the subscriber is none of TypeORM: its `save` replaces a state that only one process writes.
const tables = [
  {
    selector: 'CallExpression[callee.property.name="save"]:not([callee.object.type="ThisExpression"])',
    message:
      'No `.save()`: it overwrites what another caller just changed. Use `update(tx, entity)` of @passerelle/platform/data/database.',
  },
];

const sources = [
  {
    selector: 'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression > BlockStatement[body.length=0]',
    message: 'No swallowed rejection: handle what you can name, or log it and say why it may pass.',
  },
];

const logged = [
  {
    selector:
      'CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal)$/] > ObjectExpression.arguments:first-child > Property[key.name=/^(service|pid|time|level|msg)$/]',
    message: 'No second `service` in a log line: each has its own, and another service is its `peerService`.',
  },
];

const hybrid = [
  {
    selector:
      'CallExpression[callee.property.name="connectMicroservice"]:not(:has(Property[key.name="inheritAppConfig"][value.value=true]))',
    message:
      'No bare connectMicroservice: without `{ inheritAppConfig: true }` guards and pipes do not run for NATS messages.',
  },
];

const noHttpCalls = [
  {
    selector: 'CallExpression[callee.object.name=/^https?$/][callee.property.name=/^(request|get)$/]',
    message: 'No HTTP calls here: only @passerelle/platform/access/identity may call out, to discover issuers.',
  },
];

const apps = [
  {
    selector: 'CallExpression[callee.property.name=/^(publish|emit)$/]',
    message: 'No bare publish: a fact leaves by `record(tx, fact)`, in the transaction of the change.',
  },
];

const days = [
  {
    selector: `:matches(${[
      'CallExpression[callee.property.name=/^[gs]et(UTC)?(Date|Day|Month|FullYear)$/]',
      'CallExpression[callee.object.name="Date"][callee.property.name="UTC"]',
    ].join(', ')})`,
    message:
      'No day arithmetic on Date: days are texts, counted by @passerelle/domain/period and repeated by @passerelle/domain/duration.',
  },
];

// Every access to records needs an actor: rights, row-level security and the audit trail depend on it.
const nameless = [
  {
    selector: `:matches(${[
      'CallExpression[callee.property.name=/^(createQueryRunner|createEntityManager|getRepository|getTreeRepository)$/]',
      'CallExpression[callee.property.name="transaction"][callee.object.property.name=/source|manager/i]',
      'CallExpression[callee.property.name="transaction"][callee.object.name=/source|manager/i]',
      'MemberExpression[property.name="manager"][object.property.name=/source|runner/i]',
      'MemberExpression[property.name="manager"][object.name=/source|runner/i]',
      'Decorator > CallExpression[callee.name=/^Inject(Repository|DataSource|EntityManager)$/]',
    ].join(', ')})`,
    message:
      'No access without an actor: reach records by `db.transaction(by, …)`, `db.read(by, …)` or a collection, which all need one.',
  },
];

const specs = [
  {
    selector:
      'CallExpression[callee.object.name=/^(jest|vi)$/][callee.property.name=/^(mock|doMock|setMock|unstable_mockModule)$/]',
    message: 'No mocks of our own code: use a builder, or the real PostgreSQL and NATS of @passerelle/testing.',
  },
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name="only"]',
    message: 'No `.only`: it silences every other test. Name the test on the command line instead.',
  },
  {
    selector:
      ':not(ConditionalExpression) > MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|todo|failing)$/]',
    message:
      'No `.skip`: fix it or delete it. Where data is absent, write `const whenPresent = present ? it : it.skip`.',
  },
  {
    selector: 'CallExpression > Identifier.callee[name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
    message: 'No focused or disabled tests: fix it or delete it.',
  },
];

export const syntax = {
  everywhere,
  noReExports,
  indexFile,
  sources: [...tables, ...sources, ...logged, ...hybrid],
  sourcesWithoutTables: [...sources, ...logged],
  noHttpCalls,
  apps: [...apps, ...days, ...nameless],
  specs,
};

/** The rule entry for the sum of the named groups. */
export const forbid = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] });
