// Retired names and their replacements; docs/glossary.md decides.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Spelt in pieces, so that this file passes its own inspection.
const retired: readonly (readonly [old: string, now: string])[] = [
  [['when', 'Told'].join(''), 'occurredAt'],
  [['day', 'Told'].join(''), 'occurredOn'],
  [['tell', 'er'].join(''), 'actor, or context'],
  [['standing', 'Of'].join(''), 'loadPlanSnapshot'],
  [['re', 'share'].join(''), 'VisibilityCascade'],
  [['Roll', 'Call'].join(''), 'InstanceRegistry'],
  [['spokes', 'man'].join(''), 'authoritative'],
  [['Known', 'Records'].join(''), 'RecordReplica'],
  [['known', 'Module'].join(''), 'replicaModule'],
  [['onThe', 'Wire'].join(''), 'toJson'],
  [['Wire', 'Request'].join(''), 'RpcRequest'],
  [['Wire', 'Reply'].join(''), 'RpcReply'],
  [['why', 'Away'].join(''), 'outageReason'],
  [['tell', 'Overdue'].join(''), 'expireOverdue'],
  [['hold', 'Consultation'].join(''), 'lockForAct'],
  [['is', 'Same', 'Frame'].join(''), 'hasSameScope'],
];

export const retiredIn = (path: string, text: string): string[] =>
  retired
    .filter(([old]) => new RegExp(`\\b${old}\\b`).test(text))
    .map(([old, now]) => `${path} says ${old}: now ${now}`);

/** Exempt files: decisions as they were taken, Dutch texts, generated pages, applied migrations. */
const exempt = /^docs\/(adr|api)\/|^libs\/domain\/reference\/|\/catalogue\/|\/migrations\/|\.json$/;

export function trackedRetired(root: string): string[] {
  const tracked = execFileSync('git', ['ls-files', '-z', '*.ts', '*.mjs', '*.md'], { cwd: root, encoding: 'utf8' });
  return tracked
    .split('\0')
    .filter((path) => path !== '' && !exempt.test(path) && existsSync(join(root, path)))
    .flatMap((path) => retiredIn(path, readFileSync(join(root, path), 'utf8')));
}
