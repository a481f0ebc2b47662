import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { distributionArchive } from './apt-sources.ts';

function machine(files: Record<string, string>): string {
  const etc = mkdtempSync(join(tmpdir(), 'passerelle-etc-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(etc, path)), { recursive: true });
    writeFileSync(join(etc, path), text);
  }
  return etc;
}

const bookworm = 'ID=debian\nVERSION_CODENAME=bookworm\n';
const stanza = (uri: string, suites: string, components = 'main') =>
  `Types: deb\n# a snapshot of yesterday\nURIs: ${uri}\nSuites: ${suites}\nComponents: ${components}\nSigned-By: /keys.gpg\n`;

it('takes the archive of the distribution, not its security suite or another archive', () => {
  const etc = machine({
    'os-release': bookworm,
    'apt/sources.list.d/debian.sources': `${stanza('http://security.test', 'bookworm-security')}\n${stanza('http://archive.test', 'bookworm bookworm-updates')}`,
    'apt/sources.list.d/containers.sources': stanza('http://containers.test', 'bookworm', 'stable'),
  });
  expect(distributionArchive(etc)).toEqual({
    distribution: 'debian',
    uri: 'http://archive.test',
    suites: ['forky', 'sid', 'bookworm'],
    components: 'main',
    options: '[signed-by=/keys.gpg] ',
  });
});

it('reads the older one-line format', () => {
  const etc = machine({
    'os-release': 'ID=ubuntu\nVERSION_CODENAME="noble"\n',
    'apt/sources.list':
      '# deb http://old.test noble main\ndeb [arch=amd64 signed-by=/k.gpg] http://u.test noble main universe\n',
  });
  expect(distributionArchive(etc)).toMatchObject({ uri: 'http://u.test', options: '[signed-by=/k.gpg] ' });
});

it('finds nothing where apt is not the package manager', () => {
  expect(distributionArchive(machine({ 'os-release': 'ID=alpine\n' }))).toBeUndefined();
  expect(distributionArchive(machine({}))).toBeUndefined();
});
