// What is wrong, and what to do: one line for each check, in the order in which one thing needs the other.
import { askingBy, type Connection } from './call.js';
import { reasonOf, SubscriberFailure } from './failure.js';
import { readProducts, type Product } from './feed.js';
import { loadState, type State, type Store } from './state.js';
import { verify, type Verification } from './verify.js';
import type { Judgement, Way } from './way.js';

export interface DoctorOptions extends Connection {
  readonly product: string;
  /** Without it, lag and completeness are not checked. */
  readonly store?: Store | undefined;
  /** The way that `follow` is given; checked as `nats`. */
  readonly over?: Way | undefined;
}

export interface Finding extends Judgement {
  readonly check: 'address' | 'clock' | 'credentials' | 'product' | 'nats' | 'lag' | 'completeness';
}

type Check = Finding['check'];

const right = (check: Check, text: string): Finding => ({ check, result: 'right', text });
const wrong = (check: Check, text: string): Finding => ({ check, result: 'wrong', text });
const unchecked = (check: Check, text: string): Finding => ({ check, result: 'unchecked', text });

/** Seconds by which two clocks may differ before tokens are refused. */
const clockMayDiffer = 30;

/** Checks address, clock, credentials, product, NATS if it is given, lag and completeness. Never rejects for what it finds. */
export async function diagnose(options: DoctorOptions): Promise<Finding[]> {
  const { base, product } = options;
  const answered = await productsOf(options);
  if ('finding' in answered) return [answered.finding];
  const { products, headers } = answered;
  const found = products.find(({ id }) => id === product);
  const doors = [addressOf(base), clockOf(headers), right('credentials', 'accepted')];
  if (found !== undefined)
    return [...doors, right('product', `${product}, ${endOf(found)}`), ...(await stateOf(options, found))];
  const others = products.map(({ id }) => id).join(', ') || 'none';
  return [...doors, wrong('product', `no ${product} for these credentials, only: ${others}. Check --product.`)];
}

const endOf = ({ recordedAt }: Product): string =>
  recordedAt === undefined ? 'still empty' : `last event recorded ${recordedAt}`;

type Answered = { products: Product[]; headers: Headers } | { finding: Finding };

async function productsOf(options: DoctorOptions): Promise<Answered> {
  try {
    return await readProducts(askingBy({ ...options, patient: false }));
  } catch (error) {
    const reason = reasonOf(error);
    if (!(error instanceof SubscriberFailure))
      return { finding: wrong('address', `${reason}. Check --base: it is the address of the gateway, without /v1.`) };
    if (error.code === 'unauthorized' || error.code === 'forbidden') return { finding: wrong('credentials', reason) };
    if (error.code !== 'unreachable') return { finding: wrong('address', reason) };
    return {
      finding: wrong(
        'address',
        `no answer from ${options.base}: ${reason}. Check --base, the name server, proxy and firewall.`,
      ),
    };
  }
}

function addressOf(base: string): Finding {
  const { protocol, hostname } = new URL(base);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol === 'https:' || local) return right('address', base);
  return wrong('address', `${base} sends the credentials unencrypted: use https.`);
}

function clockOf(headers: Headers): Finding {
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return unchecked('clock', 'the server sends no Date');
  const seconds = Math.round((Date.now() - theirs) / 1000);
  if (Math.abs(seconds) <= clockMayDiffer) return right('clock', `${Math.abs(seconds)} s from the server's`);
  const which = seconds > 0 ? 'ahead of' : 'behind';
  return wrong(
    'clock',
    `${Math.abs(seconds)} s ${which} the server's: tokens are refused by such a clock. Set it by NTP.`,
  );
}

async function stateOf(options: DoctorOptions, product: Product): Promise<Finding[]> {
  const { store } = options;
  if (store === undefined)
    return [...(await wayOf(options)), unchecked('lag', 'give --store'), unchecked('completeness', 'give --store')];
  try {
    const state = await loadState(store, options.product);
    const way = await wayOf(options, state);
    const found = await verify({ ...options, store, patient: false, rereadPauses: [] });
    return [...way, lagOf(state, product, found), completenessOf(found)];
  } catch (error) {
    return [wrong('completeness', reasonOf(error))];
  }
}

async function wayOf({ over, product, signal }: DoctorOptions, state?: State): Promise<Finding[]> {
  if (over === undefined) return [];
  const examined = { product, state, signal: signal ?? new AbortController().signal };
  return [{ check: 'nats', ...(await over.examine(examined)) }];
}

function lagOf(state: State | undefined, product: Product, { behind, setAside }: Verification): Finding {
  if (state?.source !== undefined && state.source !== product.source)
    return wrong(
      'lag',
      `the product began anew (${product.source}): remove the stored state and follow from the snapshot.`,
    );
  if (setAside > 0)
    return wrong('lag', `${behind} events behind, and ${setAside} set aside: mend the handler and call retrySetAside.`);
  return right('lag', behind === 0 ? 'none' : `${behind} events behind; the follower works them off while it runs`);
}

function completenessOf({ outcome, provenFrom, provenTo, differs }: Verification): Finding {
  if (differs !== undefined)
    return wrong(
      'completeness',
      `${differs.reason} in sequences ${differs.from} to ${differs.to}: send this line to the contact of the server; remove the stored state and follow from the snapshot.`,
    );
  if (outcome === 'nothing') return unchecked('completeness', 'nothing was followed yet');
  if (provenTo < provenFrom)
    return unchecked('completeness', `nothing is proven yet, the proof begins at sequence ${provenFrom}`);
  const range = `sequences ${provenFrom} to ${provenTo} are those of the server`;
  return right(
    'completeness',
    outcome === 'complete' ? `${range}, which has no more` : `${range}; later ones are proven at its next checkpoint`,
  );
}
