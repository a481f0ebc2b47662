// Which file may know which. Arrows run one way; each rule is broken on purpose in tools/guards/fixtures/graph.
// What specs build their records with (*.builder.ts) is part of them.
const spec = '\\.(spec|builder)\\.ts$';
const source = { path: '^(apps|libs)/[^/]+/src/', pathNot: [spec, '^libs/testing/'] };

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
      'platform-below-apps',
      'Nothing below an app knows an app.',
      { path: '^(libs|tools)/', pathNot: spec },
      { path: '^apps/' },
    ),
    rule(
      'app-not-app',
      'Services know each other by reference and by fact, never by import.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule('test-tools-in-tests', 'Testing and tools are for *.spec.ts.', source, { path: '^(libs/testing|tools)/' }),
    rule(
      'slice-not-slice',
      'A slice knows another by its facts or its module only.',
      { path: '^apps/([^/]+)/src/([^/]+)/' },
      { path: '^apps/$1/src/[^/]+/', pathNot: ['^apps/$1/src/$2/', '\\.(facts|module)\\.ts$'] },
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
    }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: '^tools/guards/fixtures/' },
    tsPreCompilationDeps: true,
    // Without these it reads `main` fields and calls our own packages unresolvable.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@passerelle/source', 'import', 'node', 'default'],
    },
  },
};
