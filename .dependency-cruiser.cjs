// Which file may import which. Imports go in one direction; each rule is violated on purpose in tools/guards/fixtures/graph.
// The builders of specs (*.builder.ts) count as specs.
const spec = '\\.(spec|builder)\\.ts$';
const systemTests = '^apps/system-e2e/';
const source = { path: '^(apps|libs)/[^/]+/src/', pathNot: [spec, '^libs/(testing|stack)/', systemTests] };

// A slice is a folder of a service, or of one of its rooms; the file names show what it offers to other slices. The texts of a
// service are together in one folder, for translators, and every slice may use them.
const rooms = '(?:forum|planning|joint-work)';
const slice = `(?:${rooms}/[^/]+|(?!shared/|migrations/|texts/|${rooms}/)[^/]+)`;
const besidesSlices = `^apps/[^/]+/src/(?:[^/]+\\.ts$|shared/|migrations/|texts/|${rooms}/[^/]+\\.ts$)`;
const offered = '\\.(facts|module|api|example)\\.ts$';
/** The files that compose the slices of a service: its definition, its Nest module and its jobs. */
const composition =
  '^apps/[^/]+/src/(cooperation|representation|networks|projects|gateway|app\\.module|rebuild|take-back)\\.ts$';

/** The files of the subscriber that need the client of NATS. */
const viaNats = '^libs/subscriber/src/nats';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-cycle', 'Two files that need each other are one file, or miss a third.', {}, { circular: true }),
    rule(
      'resolves',
      'Every import leads somewhere: add the dependency to this package, or mend the path.',
      {},
      { couldNotResolve: true },
    ),
    rule('no-build', 'Sources import sources: a build may be stale.', {}, { path: '^(apps|libs|tools)/[^/]+/dist/' }),
    rule('no-spec', 'Nobody imports a test.', {}, { path: '\\.spec\\.ts$' }),
    rule('builders-in-tests', 'What tests build their records with is for them.', source, { path: '\\.builder\\.ts$' }),
    rule(
      'domain-alone',
      'The vocabulary knows zod, node and itself.',
      { path: '^libs/domain/src/', pathNot: spec },
      { pathNot: ['^libs/domain/', 'node_modules/zod/'], dependencyTypesNot: ['core'] },
    ),
    rule(
      'subscriber-alone',
      'Other regions install it: it knows node and itself, and over NATS the client of NATS.',
      { path: '^libs/subscriber/src/', pathNot: [spec, viaNats] },
      { pathNot: '^libs/subscriber/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'subscriber-over-nats-alone',
      'Over NATS it needs the client of NATS, and nothing else.',
      { path: viaNats, pathNot: spec },
      { pathNot: ['^libs/subscriber/', 'node_modules/@nats-io/transport-node/'], dependencyTypesNot: ['core'] },
    ),
    rule(
      'subscriber-without-nats',
      'Who follows over HTTP installs no client of NATS: import these files only where they are asked for.',
      { path: '^libs/subscriber/src/', pathNot: [spec, viaNats] },
      { path: viaNats, dynamic: false },
    ),
    rule(
      'platform-below-apps',
      'Nothing below an app knows an app.',
      { path: '^(libs|tools)/', pathNot: spec },
      { path: '^apps/' },
    ),
    rule(
      'app-not-app',
      'Services know each other by reference and by fact, never by import.',
      { path: '^apps/([^/]+)/', pathNot: systemTests },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule('test-tools-in-tests', 'Testing and tools are for *.spec.ts.', source, {
      path: '^(libs/(testing|stack)|tools)/',
    }),
    rule(
      'slice-not-slice',
      'A slice knows another by what it offers: its facts, module, api and example.',
      { path: `^apps/([^/]+)/src/(${slice})/`, pathNot: systemTests },
      { path: '^apps/$1/src/', pathNot: ['^apps/$1/src/$2/', besidesSlices, offered] },
    ),
    rule(
      'shared-below-slices',
      'What slices share knows none of them: let each slice register what it adds.',
      { path: `^apps/([^/]+)/src/(${rooms}/[^/]+\\.ts$|shared/|texts/)`, pathNot: [systemTests, spec] },
      { path: `^apps/$1/src/${slice}/`, pathNot: offered },
    ),
    rule(
      'no-loose-domain',
      'In the root of a service lies what makes it a service: only these files put slices together.',
      { path: '^apps/([^/]+)/src/[^/]+\\.ts$', pathNot: [systemTests, spec, composition] },
      { path: `^apps/$1/src/${slice}/`, pathNot: offered },
    ),
    rule(
      'capability-by-index',
      'A capability is known by its index.ts.',
      { path: '^libs/platform/src/([^/]+/[^/]+)/', pathNot: spec },
      { path: '^libs/platform/src/', pathNot: ['^libs/platform/src/$1/', '/index\\.ts$'] },
    ),
    rule(
      'rules-without-nest',
      'Entities and schemas are plain: the framework stays in controller, service and module.',
      { path: '\\.(entity|schema)\\.ts$' },
      { path: 'node_modules/@nestjs/' },
    ),
    rule(
      'shapes-without-tables',
      'A schema says what is on the wire, not what is in a table.',
      { path: '\\.schema\\.ts$' },
      { path: 'node_modules/typeorm/' },
    ),
    rule('no-dev-dependency', 'A development dependency is absent in production.', source, {
      dependencyTypes: ['npm-dev'],
    }),
    rule('declared', 'Declare it in the package.json of this package: pack copies only what is declared.', source, {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
      // It takes `peerDependenciesMeta` for a list of dependencies that it does not know.
      dependencyTypesNot: ['npm-peer'],
    }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['^tools/guards/fixtures/', '^apps/system-e2e/src/clients/fixtures/'] },
    tsPreCompilationDeps: true,
    // Without these it reads `main` fields and reports our own packages as unresolvable.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@passerelle/source', 'import', 'node', 'default'],
    },
  },
};
