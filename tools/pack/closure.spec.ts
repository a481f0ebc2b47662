import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closureOf, Lock, nameOf, neverInProduction } from './closure.ts';

const root = join(import.meta.dirname, '../..');
const real = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const lockOf = (packages: Record<string, object>) => Lock.parse({ packages });
const needs = (...names: string[]) => ({ dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) });

describe('the closure of a service', () => {
  it('follows libraries through their links, and includes their packages', () => {
    const lock = lockOf({
      'apps/networks': needs('@house/domain'),
      'node_modules/@house/domain': { link: true, resolved: 'libs/domain' },
      'libs/domain': needs('zod'),
      'node_modules/zod': {},
      'node_modules/unasked': {},
    });
    expect(closureOf(lock, 'apps/networks')).toEqual({
      workspaces: ['apps/networks', 'libs/domain'],
      packages: ['node_modules/zod'],
    });
  });

  it('takes the nearest version, as Node does', () => {
    const lock = lockOf({
      'apps/networks': needs('glob', 'cache'),
      'node_modules/glob': needs('cache'),
      'node_modules/glob/node_modules/cache': needs('ring'),
      'node_modules/cache': {},
      'node_modules/ring': {},
    });
    expect(closureOf(lock, 'apps/networks').packages).toEqual([
      'node_modules/cache',
      'node_modules/glob',
      'node_modules/glob/node_modules/cache',
      'node_modules/ring',
    ]);
  });

  it('includes a required peer, and an optional one only if another package declares it', () => {
    const orm = {
      peerDependencies: { metadata: '1.0.0', mysql: '1.0.0' },
      peerDependenciesMeta: { mysql: { optional: true } },
    };
    const lock = lockOf({
      'apps/networks': needs('orm'),
      'node_modules/orm': orm,
      'node_modules/metadata': {},
      'node_modules/mysql': {},
    });
    expect(closureOf(lock, 'apps/networks').packages).toEqual(['node_modules/metadata', 'node_modules/orm']);
  });

  it('includes an optional dependency only if the lock file has it', () => {
    const optionalDependencies = { cloud: '1.0.0', native: '1.0.0' };
    const lock = lockOf({
      'apps/networks': needs('pg'),
      'node_modules/pg': { optionalDependencies },
      'node_modules/cloud': {},
    });
    expect(closureOf(lock, 'apps/networks').packages).toEqual(['node_modules/cloud', 'node_modules/pg']);
  });

  it('visits a cycle once', () => {
    const lock = lockOf({ 'apps/networks': needs('a'), 'node_modules/a': needs('b'), 'node_modules/b': needs('a') });
    expect(closureOf(lock, 'apps/networks').packages).toHaveLength(2);
  });

  it('refuses a dependency that is not in the lock file', () => {
    expect(() => closureOf(lockOf({ 'apps/networks': needs('zod') }), 'apps/networks')).toThrow(
      'apps/networks needs zod',
    );
  });

  it('refuses to pack a development tool', () => {
    const lock = lockOf({ 'apps/networks': needs('typescript'), 'node_modules/typescript': {} });
    expect(() => closureOf(lock, 'apps/networks')).toThrow('would carry node_modules/typescript into production');
  });
});

describe('the closures of this repository', () => {
  const packagesOf = (service: string) => closureOf(real, `apps/${service}`).packages.map(nameOf);

  it.each(['cooperation', 'representation', 'networks', 'projects', 'gateway'])(
    'packs %s without its tools',
    (service) => {
      const packages = packagesOf(service);
      expect(packages).toEqual(expect.arrayContaining(['zod', 'typeorm', 'pg', '@nats-io/jetstream']));
      expect(packages.filter((name) => neverInProduction.includes(name))).toEqual([]);
    },
  );

  it('packs the HTTP server only with the gateway', () => {
    const door = ['@nestjs/platform-fastify', '@nestjs/swagger', 'fastify', 'find-my-way'];
    expect(packagesOf('gateway')).toEqual(expect.arrayContaining(door));
    expect(packagesOf('cooperation').filter((name) => door.includes(name))).toEqual([]);
  });
});
