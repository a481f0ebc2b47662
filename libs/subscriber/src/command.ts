// The command line: `doctor` and `follow`. Returns the exit code; prints through what it is given.
import { parseArgs } from 'node:util';
import { diagnose, type Finding } from './doctor.js';
import { codeOf, reasonOf } from './failure.js';
import { fileStore } from './file-store.js';
import { follow } from './follow.js';
import type { From } from './beginning.js';
import type { Store } from './state.js';
import type { Way } from './way.js';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Resolves once the text is taken, so that a slow reader slows down the follower. */
  readonly print: (line: string) => Promise<void>;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
}

const usage = `passerelle-subscriber doctor --base https://… --product party.cooperation.BE-VLG [credentials] [--store file]
  checks address, clock, credentials, product, lag and completeness; exit code 1 if something is wrong
passerelle-subscriber follow --base https://… --product … [credentials] [--store file] [--from beginning|snapshot|now]
  prints each event as one line of JSON, until it is interrupted; with --store it goes on where it stopped
credentials: --api-key-env NAME or --token-env NAME, the environment variable that contains the API key or the token
over NATS: --nats nats://… --nkey-env NAME, the environment variable that contains the seed (SU…); needs @nats-io/transport-node`;

const options = {
  base: { type: 'string' },
  product: { type: 'string' },
  'api-key-env': { type: 'string' },
  'token-env': { type: 'string' },
  store: { type: 'string' },
  from: { type: 'string' },
  nats: { type: 'string' },
  'nkey-env': { type: 'string' },
  help: { type: 'boolean' },
} as const;

class UsageFault extends Error {}

/** 0: all is right; 1: something is wrong, and was said; 2: the command is not understood. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const { values, positionals } = parsed(args);
    if (values.help === true) {
      await surroundings.print(usage);
      return 0;
    }
    const { base, product, store } = values;
    if (base === undefined || product === undefined) throw new UsageFault('--base and --product are missing');
    const headers = headersBy(values, surroundings.environment);
    const over = await wayBy(values, surroundings.environment);
    const target = { base, product, headers, over, signal: surroundings.signal };
    const kept = store === undefined ? undefined : fileStore(store);
    if (positionals[0] === 'doctor') return await examine({ ...target, store: kept }, surroundings);
    if (positionals[0] === 'follow')
      return await print({ ...target, store: kept, from: fromOf(values.from) }, surroundings);
    throw new UsageFault(`there is no command ${positionals[0] ?? ''}`);
  } catch (error) {
    surroundings.complain(reasonOf(error));
    if (error instanceof UsageFault) surroundings.complain(usage);
    return error instanceof UsageFault ? 2 : 1;
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageFault(reasonOf(error));
  }
}

interface Given {
  readonly 'api-key-env'?: string | undefined;
  readonly 'token-env'?: string | undefined;
  readonly nats?: string | undefined;
  readonly 'nkey-env'?: string | undefined;
}

// The secret itself never stands in the arguments: every user of the machine may read those.
function headersBy(given: Given, environment: Surroundings['environment']): () => Record<string, string> {
  const named = given['api-key-env'] ?? given['token-env'];
  if (named === undefined) return () => ({});
  const secret = secretIn(environment, named);
  const [name, value] =
    given['api-key-env'] === undefined ? ['authorization', `Bearer ${secret}`] : ['x-api-key', secret];
  return () => ({ [name]: value });
}

function secretIn(environment: Surroundings['environment'], name: string): string {
  const secret = environment[name];
  if (secret === undefined || secret === '') throw new UsageFault(`the environment variable ${name} is empty`);
  return secret;
}

async function wayBy(given: Given, environment: Surroundings['environment']): Promise<Way | undefined> {
  const { nats: servers, 'nkey-env': named } = given;
  if (servers === undefined && named === undefined) return undefined;
  if (servers === undefined || named === undefined) throw new UsageFault('--nats and --nkey-env need each other');
  const seed = secretIn(environment, named);
  try {
    // Only where it is asked for: the package works without the client of NATS.
    const { overNats } = await import('./nats.js');
    return overNats({ servers, seed });
  } catch (error) {
    if (!codeOf(error).endsWith('MODULE_NOT_FOUND')) throw error;
    throw new Error('--nats needs the client of NATS: npm install @nats-io/transport-node');
  }
}

function fromOf(text: string | undefined): From {
  if (text === undefined || text === 'beginning') return 'beginning';
  if (text === 'snapshot' || text === 'now') return text;
  throw new UsageFault(`--from must be beginning, snapshot or now, not ${text}`);
}

interface Target {
  readonly base: string;
  readonly product: string;
  readonly headers: () => Record<string, string>;
  readonly signal: AbortSignal;
  readonly store: Store | undefined;
  readonly over: Way | undefined;
}

async function examine(target: Target, { print }: Surroundings): Promise<number> {
  const findings = await diagnose(target);
  for (const finding of findings) await print(lineOf(finding));
  return findings.some(({ result }) => result === 'wrong') ? 1 : 0;
}

const words = { right: 'ok', wrong: 'WRONG', unchecked: '-' };

const lineOf = ({ check, result, text }: Finding): string => `${words[result].padEnd(5)} ${check.padEnd(12)} ${text}`;

async function print(target: Target & { from: From }, { print, complain }: Surroundings): Promise<number> {
  const forgetful: Store = { load: async () => undefined, save: async () => undefined };
  await follow({
    ...target,
    store: target.store ?? forgetful,
    // One at a time: lines are in the order of the product.
    concurrency: 1,
    handler: (event) => print(JSON.stringify(event)),
    onWait: (reason, milliseconds) => complain(`waits ${Math.round(milliseconds / 100) / 10} s: ${reason}`),
  });
  return 0;
}
