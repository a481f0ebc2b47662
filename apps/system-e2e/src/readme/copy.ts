/**
 * A copy of the working tree, committed or not, without builds, for commands that write into it. It is outside the
 * repository, so that no tool finds files of the repository in a parent folder.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Copy {
  readonly path: string;
  write(file: string, text: string): void;
  /** Files that differ from the original tree, or are new. */
  changed(): string[];
  remove(): void;
}

export function copyOfTree(): Copy {
  const root = resolve('.');
  const path = mkdtempSync(join(tmpdir(), 'passerelle-copy-'));
  const git = (folder: string, ...args: string[]): string[] =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
      .split(/[\0\n]/)
      .filter((line) => line !== '');
  for (const file of git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'))
    // With its times: a lock file newer than the packages would trigger an installation.
    if (existsSync(join(root, file))) cpSync(join(root, file), join(path, file), { preserveTimestamps: true });
  linkPackages(join(root, 'node_modules'), join(path, 'node_modules'));
  // Of another version than the one at the root, which the same name would find.
  for (const own of globSync('{apps,libs}/*/node_modules', { cwd: root }))
    symlinkSync(join(root, own), join(path, own));
  git(path, 'init', '--quiet');
  git(path, 'add', '--all');
  return {
    path,
    write: (file, text) => writeFileSync(join(path, file), text),
    changed: () =>
      [...git(path, 'diff', '--name-only'), ...git(path, 'ls-files', '--others', '--exclude-standard')].sort(),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

// Package by package: our own are links into their tree, and must point into the copy.
function linkPackages(from: string, to: string): void {
  const own = '@passerelle';
  mkdirSync(join(to, own), { recursive: true });
  for (const name of readdirSync(from)) if (name !== own) symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(from, own)))
    symlinkSync(readlinkSync(join(from, own, name)), join(to, own, name));
}
