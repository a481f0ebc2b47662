// Rules for manifests: exact versions, real tags, declared workspaces, and licences that a public administration may use.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const versions = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  name: z.string(),
  license: z.string().optional(),
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  nx: z.object({ tags: z.array(z.string()).default([]) }).optional(),
});
type Manifest = z.infer<typeof Manifest>;

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

const types = ['type:domain', 'type:platform', 'type:testing', 'type:stack', 'type:subscriber', 'type:app', 'type:e2e'];
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
// Permissive licences, compatible with the EUPL; a copyleft licence would need a decision.
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'EUPL-1.2',
]);
for (const licence of ['Unlicense', 'CC0-1.0', 'Python-2.0']) allowed.add(licence);

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Every workspace of the repository by its folder, the root (`.`) first. */
export function workspaces(root: string): Map<string, Manifest> {
  const folders = ['.', ...globSync(['apps/*/package.json', 'libs/*/package.json'], { cwd: root }).map(dirname)];
  return new Map(folders.map((folder) => [folder, Manifest.parse(readJson(join(root, folder, 'package.json')))]));
}

export const looseVersions = (name: string, { dependencies, devDependencies, optionalDependencies }: Manifest) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !exact.test(version))
    .map(([dependency, version]) => `${name}: ${dependency} ${version} is not an exact version`);

export function faultyTags(folder: string, manifest: Manifest): string[] {
  const tags = manifest.nx?.tags ?? [];
  const kinds = tags.filter((tag) => tag.startsWith('type:'));
  const scopeMissing = kinds.includes('type:app') && !tags.includes(`scope:${folder.replace('apps/', '')}`);
  return [
    ...(kinds.length === 1 && types.includes(kinds.join())
      ? []
      : [`${folder} has the types ${kinds.join(', ') || 'none'}`]),
    ...(scopeMissing ? [`${folder} has no scope of its own`] : []),
    ...tags.filter((tag) => tag.includes('*')).map((tag) => `${folder} has the tag ${tag}, which forbids nothing`),
  ];
}

/** Workspaces that a workspace imports without declaring them: the pack would lack them. */
export function undeclaredNeighbours(root: string, folder: string, { name, dependencies }: Manifest): string[] {
  const sources = globSync('src/**/*.ts', { cwd: join(root, folder) }).filter(
    (path) => !/\.(spec|builder)\.ts$/.test(path),
  );
  const imported = sources.flatMap((path) =>
    [...readFileSync(join(root, folder, path), 'utf8').matchAll(/from '(@passerelle\/[\w-]+)/g)].map(
      ([, neighbour]) => neighbour ?? '',
    ),
  );
  return [...new Set(imported)]
    .filter((neighbour) => neighbour !== name && !(neighbour in dependencies))
    .map((found) => `${name}: ${found}`);
}

export const licenceAllowed = (expression: string): boolean => {
  const words = expression.replace(/[()]/g, '');
  if (words.includes(' AND ')) return words.split(' AND ').every(licenceAllowed);
  return words.split(' OR ').some((licence) => allowed.has(licence.trim()));
};

/** `name licence` of each production package installed here whose licence is not on the list. */
export function foreignLicences(root: string): string[] {
  const { packages } = Lock.parse(readJson(join(root, 'package-lock.json')));
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link)
    .flatMap(([path]) => installed(join(root, path, 'package.json')))
    .filter(({ license }) => !licenceAllowed(license ?? 'none'))
    .map(({ name, license }) => `${name} ${license ?? 'none'}`);
}

// A package for another platform is in the lock file but not in node_modules.
function installed(path: string): Manifest[] {
  return globSync(path).length === 0 ? [] : [Manifest.parse(readJson(path))];
}
