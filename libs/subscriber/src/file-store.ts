import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { jsonOf } from './call.js';
import { isRecord } from './event.js';
import { codeOf, SubscriberFailure } from './failure.js';
import { isState, whatToDo, type State, type Store } from './state.js';

/**
 * Keeps the state in one file, for one process. It is written beside the old one, forced to the disk, and takes its place: after a
 * crash at any instant the file is the state of before or the one of after. A file that is not whole throws `damagedState`; one
 * that another process wrote meanwhile `foreignState`. The folder must exist.
 */
export function fileStore(path: string): Store {
  // What this process read or wrote last: anything else in the file comes from a second process that follows with it.
  let known: string | undefined;
  return {
    async load() {
      known = await textOf(path);
      return known === undefined ? undefined : stateIn(path, known);
    },
    async save(state) {
      if ((await textOf(path)) !== known)
        throw new SubscriberFailure(
          'foreignState',
          `${path} was changed by another process: only one may follow with this file, and none while events that were set aside are retried. Stop the other one, and start again.`,
        );
      const text = sealed(state);
      await replace(path, text);
      known = text;
    },
  };
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A digest shows that the file is whole, and that nobody changed it by hand. */
const sealed = (state: State): string => {
  const text = JSON.stringify(state);
  return `{"sha256":"${digest(text)}","state":${text}}\n`;
};

function stateIn(path: string, text: string): State {
  const body = jsonOf(text);
  const state = isRecord(body) ? body['state'] : undefined;
  if (isState(state) && sealed(state) === text) return state;
  throw new SubscriberFailure(
    'damagedState',
    `${path} is damaged: ${Buffer.byteLength(text)} bytes that are not one whole state. ${whatToDo}`,
  );
}

async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
  // The rename itself is on the disk only with its folder; Windows cannot open one.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
