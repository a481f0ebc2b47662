import type { Tx } from '@passerelle/platform/data/database';
import { isKnown, lockKnown } from '@passerelle/platform/features/replicas';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import type { PracticeTarget } from './practice.schema.js';

// What uses a practice: a plan of cooperation or a project of projects, known by their facts; or a working process, which has a name only.

/** The collection of the record that a target names. */
export const targetResources = { plan: 'plans', project: 'projects' } as const;

const answers = async (
  ask: (tx: Tx, resource: string, id: string) => Promise<boolean>,
  tx: Tx,
  target: PracticeTarget | null,
): Promise<boolean> =>
  target !== null && (target.kind === 'process' || ask(tx, targetResources[target.kind], target.id));

/** False without a target, and for one that was taken back. */
export const isTargetKnown = (tx: Tx, target: PracticeTarget | null): Promise<boolean> => answers(isKnown, tx, target);

/** The same; it is not taken back before the practice is saved. */
export const lockTarget = (tx: Tx, target: PracticeTarget | null): Promise<boolean> => answers(lockKnown, tx, target);

/** 400 for a plan or a project that no fact has announced. */
export async function refuseUnknownTarget(tx: Tx, target: PracticeTarget | null | undefined): Promise<void> {
  if (target && !(await lockTarget(tx, target))) throw unknownReference('target.id');
}
