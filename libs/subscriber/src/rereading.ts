import { setTimeout as pause } from 'node:timers/promises';
import { SubscriberFailure } from './failure.js';
import { UnreadableAnswer } from './feed.js';

export interface Rereading {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((reason: string, milliseconds: number) => void) | undefined;
  /** Milliseconds before each further reading. */
  readonly rereadPauses?: readonly number[] | undefined;
}

const usualPauses = [200, 1_000, 5_000, 15_000];

/**
 * Reads until the answer is whole: first as it comes, then past every cache. Throws `gap` where `faultOf` still finds a fault after
 * the last reading, `notThisContract` where the answer still cannot be read.
 */
export async function reread<Found>(
  read: (fresh: boolean) => Promise<Found>,
  { signal, onWait, rereadPauses = usualPauses }: Rereading,
  faultOf: (found: Found) => string | undefined = () => undefined,
): Promise<Found> {
  for (let readings = 1; ; readings += 1) {
    const tried = await readOnce(() => read(readings > 1), faultOf);
    if ('found' in tried) return tried.found;
    const milliseconds = rereadPauses[readings - 1];
    if (milliseconds === undefined) {
      const often = readings > 1 ? ` (read ${readings} times)` : '';
      throw new SubscriberFailure(tried.code, `${tried.fault}${often}: ${advice[tried.code]}`);
    }
    onWait?.(tried.fault, milliseconds);
    await pause(milliseconds, undefined, { signal });
  }
}

const advice = {
  gap: 'nothing after it was handed out, and the stored position is before it. Follow again later; if it stays, send this line to the contact of the server.',
  notThisContract:
    'check that this is the address of a Passerelle installation, with no proxy between that changes answers.',
};

type Tried<Found> = { found: Found } | { code: 'gap' | 'notThisContract'; fault: string };

async function readOnce<Found>(
  read: () => Promise<Found>,
  faultOf: (found: Found) => string | undefined,
): Promise<Tried<Found>> {
  try {
    const found = await read();
    const fault = faultOf(found);
    return fault === undefined ? { found } : { code: 'gap', fault };
  } catch (error) {
    if (error instanceof UnreadableAnswer) return { code: 'notThisContract', fault: error.message };
    throw error;
  }
}
