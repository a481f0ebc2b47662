import { askingBy, type Connection } from './call.js';
import { SubscriberFailure } from './failure.js';
import { readCheckpoints, type Checkpoint } from './feed.js';
import { reread, type Rereading } from './rereading.js';
import { loadState, whatToDo, type State, type Store } from './state.js';

export interface VerifyOptions extends Connection, Pick<Rereading, 'rereadPauses'> {
  readonly product: string;
  readonly store: Store;
}

export interface Verification {
  /**
   * `complete`: every event of the product, up to its present end. `behind`: every event up to `provenTo`; later ones were not
   * compared, since the server has a chain only at each full thousand and at its end. `differs`: what was received is not what the
   * server has. `nothing`: nothing was followed yet.
   */
  readonly outcome: 'complete' | 'behind' | 'differs' | 'nothing';
  /** The first sequence that the proof covers: 1, or where following from a snapshot or the present began. */
  readonly provenFrom: number;
  /** The last one; less than `provenFrom` where nothing is proven yet. */
  readonly provenTo: number;
  /** Events of the product that are not settled here. */
  readonly behind: number;
  /** Events set aside: received, but not handled. */
  readonly setAside: number;
  /** The first range of sequences that is not the same here and there. */
  readonly differs?: { readonly from: number; readonly to: number; readonly reason: string } | undefined;
}

/**
 * Compares what was followed with the checkpoints of the server: count and chain over (id, datasha256) of each range. Rejects with
 * `SubscriberFailure` where the checkpoints or the state cannot be read; a difference is an outcome.
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { product, store } = options;
  // First the state, then the checkpoints: the server cannot be behind, unless it lost events.
  const state = await loadState(store, product);
  const ask = askingBy(options);
  return compared(state, await reread(() => readCheckpoints(ask, product), options));
}

/** The same for a state and checkpoints that are at hand. */
export function compared(state: State | undefined, checkpoints: readonly Checkpoint[]): Verification {
  const end = checkpoints.at(-1)?.to ?? 0;
  if (state?.sequence === undefined) {
    const after = state?.proof.after ?? 0;
    return { outcome: 'nothing', provenFrom: after + 1, provenTo: after, behind: end - after, setAside: 0 };
  }
  const { sequence, proof, setAside } = state;
  if (proof.count !== Math.max(0, sequence - proof.after))
    throw new SubscriberFailure(
      'damagedState',
      `The state counts ${proof.count} events up to ${sequence}. ${whatToDo}`,
    );
  const { provenTo, differs } = comparedChain(state, sequence, checkpoints);
  const outcome = differs !== undefined ? 'differs' : provenTo < end ? 'behind' : 'complete';
  const known = { provenFrom: proof.after + 1, provenTo, setAside: setAside.length };
  return { outcome, ...known, behind: Math.max(0, end - sequence), differs };
}

function comparedChain(
  { proof }: State,
  sequence: number,
  checkpoints: readonly Checkpoint[],
): Pick<Verification, 'provenTo' | 'differs'> {
  const ours = new Map(proof.marks.map(({ to, sha256 }) => [to, sha256]));
  if (sequence > proof.after) ours.set(sequence, proof.sha256);
  let provenTo = Math.min(proof.after, sequence);
  for (const { from, to, count, sha256 } of checkpoints) {
    const own = to > proof.after ? ours.get(to) : undefined;
    if (own === undefined) continue;
    const reason =
      own !== sha256 ? 'the chains differ' : count !== to - from + 1 ? `the server counts ${count}` : undefined;
    if (reason !== undefined) return { provenTo, differs: { from: provenTo + 1, to, reason } };
    provenTo = to;
  }
  const end = checkpoints.at(-1)?.to ?? 0;
  if (end >= sequence) return { provenTo };
  return { provenTo, differs: { from: end + 1, to: sequence, reason: 'the server does not have them (any more)' } };
}
