// Words that no tracked file may contain: the place where it was written, and the registry from which packages were installed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Spelt in pieces, so that this file passes its own inspection.
const forbidden = [
  { name: 'a workplace', pattern: new RegExp(['/work/', '(main|shared|\\.library)\\b'].join('')) },
  { name: 'the design notes', pattern: new RegExp(['shared/', 'design'].join('')) },
  { name: 'a registry', pattern: new RegExp(['registry\\.', '(npmjs|yarnpkg|npmmirror)'].join('')) },
  { name: 'a resolved address', pattern: new RegExp(['"resolved": ', '"(https?|git)'].join('')) },
  { name: 'a private key', pattern: new RegExp(['-----BEGIN', ' [A-Z ]*PRIVATE KEY'].join('')) },
];

export const wordsOut = (path: string, text: string) =>
  forbidden.filter(({ pattern }) => pattern.test(text)).map(({ name }) => `${path} names ${name}`);

export function trackedWordsOut(root: string): string[] {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  return tracked
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .flatMap((path) => wordsOut(path, readFileSync(join(root, path), 'utf8')));
}
