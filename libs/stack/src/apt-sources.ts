/** Reads the machine's apt sources, so that the repository contains no archive's address. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Archive {
  distribution: string;
  uri: string;
  /** Where to look for a package, newest first. */
  suites: string[];
  components: string;
  /** `[signed-by=...] ` or empty: apt then uses the keys that the machine trusts. */
  options: string;
}

interface Source {
  uri: string;
  suites: string[];
  components: string[];
  signedBy: string;
}

const newerSuites: Record<string, string[]> = { debian: ['forky', 'sid'], ubuntu: ['devel'] };
const components: Record<string, string> = { debian: 'main', ubuntu: 'main universe' };

/** The archive of the machine's own distribution; undefined where apt is not its package manager. */
export function distributionArchive(etc = '/etc'): Archive | undefined {
  const release = readRelease(join(etc, 'os-release'));
  const [distribution, codename] = [release.get('ID') ?? '', release.get('VERSION_CODENAME') ?? ''];
  const newer = newerSuites[distribution];
  const own = sources(join(etc, 'apt')).find((s) => s.suites.includes(codename) && s.components.includes('main'));
  if (!newer || !own) return undefined;
  return {
    distribution,
    uri: own.uri,
    suites: [...newer, codename],
    components: components[distribution] ?? 'main',
    options: own.signedBy ? `[signed-by=${own.signedBy}] ` : '',
  };
}

function readRelease(path: string): Map<string, string> {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return new Map(
    lines.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1).replaceAll('"', '')]),
  );
}

function sources(apt: string): Source[] {
  const parts = join(apt, 'sources.list.d');
  const files = [
    join(apt, 'sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).map((file) => join(parts, file)) : []),
  ];
  return files
    .filter((file) => existsSync(file))
    .flatMap((file) => (file.endsWith('.sources') ? deb822(file) : file.endsWith('.list') ? oneLine(file) : []));
}

// The newer format: stanzas of "Field: values", separated by empty lines.
function deb822(file: string): Source[] {
  const stanzas = readFileSync(file, 'utf8')
    .replaceAll(/^#.*\n?/gm, '')
    .split(/\n\s*\n/);
  return stanzas.flatMap((stanza) => {
    const values = (field: string) =>
      (new RegExp(`^${field}:(.*)$`, 'im').exec(stanza)?.[1] ?? '').trim().split(/\s+/).filter(Boolean);
    const [uri] = values('URIs');
    const [signedBy = ''] = values('Signed-By');
    if (!uri || !values('Types').includes('deb')) return [];
    return [{ uri, suites: values('Suites'), components: values('Components'), signedBy }];
  });
}

function oneLine(file: string): Source[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, options = '', uri, suite, rest = ''] =
      /^deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (!uri || !suite) return [];
    const signedBy = /signed-by=(\S+)/.exec(options)?.[1] ?? '';
    return [{ uri, suites: [suite], components: rest.split(/\s+/), signedBy }];
  });
}
