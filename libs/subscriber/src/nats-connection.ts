// A connection to NATS that does not come back by itself: what was asked on it must be asked again, from the position, on a new one.
import {
  AuthorizationError,
  connect,
  nkeyAuthenticator,
  nkeys,
  PermissionViolationError,
  UserAuthenticationExpiredError,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { reasonOf, SubscriberFailure } from './failure.js';

export interface NatsOptions {
  /** `nats://host:4222`, or `tls://host:4222`, which demands encryption; several, if the server is a cluster. */
  readonly servers: string | readonly string[];
  /**
   * The seed of the nkey user (`SU…`), or a function that gives it, called for each new connection. What it throws is waited out
   * like a lost connection. The seed itself is never sent.
   */
  readonly seed: string | (() => string | Promise<string>);
  /** Certificates, if the server's is not signed by one that Node.js knows, or if it asks for the client's. Demands encryption. */
  readonly tls?: NodeConnectionOptions['tls'];
}

/** What passes by itself: begin again, on a new connection. */
export class Interruption extends Error {
  constructor(
    message: string,
    /** The server refused the credentials. */
    readonly isRefusal = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Interruption';
  }
}

/** Connecting, and each answer, are given up after this time, in milliseconds. */
const answeredWithin = 10_000;
const closedWithin = 3_000;

/** Throws `Interruption`, `SubscriberFailure`, or the reason of the signal once it is aborted. */
export async function connectTo(options: NatsOptions, signal: AbortSignal): Promise<NatsConnection> {
  const { servers, seed } = options;
  signal.throwIfAborted();
  const connecting = (async () => {
    const authenticator = nkeyAuthenticator(checked(typeof seed === 'function' ? await seed() : seed));
    const tls = demandedBy(options);
    const wanted = { servers: [servers].flat(), authenticator, reconnect: false, timeout: answeredWithin };
    return connect(tls === undefined ? wanted : { ...wanted, tls });
  })();
  try {
    return await unlessAborted(connecting, signal);
  } catch (error) {
    connecting.then(close, () => undefined);
    signal.throwIfAborted();
    throw interruptedBy(error);
  }
}

// The client itself encrypts only where the server asks for it, which somebody on the way could leave out.
const demandedBy = ({ servers, tls }: NatsOptions): NatsOptions['tls'] =>
  tls ?? ([servers].flat().some((each) => each.startsWith('tls://')) ? {} : undefined);

/** Whether somebody on the way could read along. */
export function isOpen(connection: NatsConnection, options: NatsOptions): boolean {
  const isEncrypted = connection.info?.tls_required === true || demandedBy(options) !== undefined;
  return !isEncrypted && !/^(localhost|127\.0\.0\.1|\[?::1\]?):\d+$/.test(connection.getServer());
}

function checked(seed: string): Uint8Array {
  const bytes = new TextEncoder().encode(seed.trim());
  try {
    nkeys.fromSeed(bytes);
  } catch (error) {
    throw new SubscriberFailure('unauthorized', 'the seed for NATS is not the seed of an nkey user (SU…).', {
      cause: error,
    });
  }
  return bytes;
}

/** Asks, and gives the answer as text; throws as `connectTo` does, `forbidden` where these credentials may not ask this. */
export async function asked(
  connection: NatsConnection,
  { subject, body = {} }: { readonly subject: string; readonly body?: object },
  signal: AbortSignal,
): Promise<string> {
  try {
    const answering = connection.request(subject, JSON.stringify(body), { timeout: answeredWithin });
    const answer: Msg = await unlessAborted(answering, signal);
    return answer.string();
  } catch (error) {
    signal.throwIfAborted();
    const refused = [error, causeOf(error)].some((each) => each instanceof PermissionViolationError);
    if (!refused) throw interruptedBy(error, ` at ${subject}`);
    throw new SubscriberFailure('forbidden', `these credentials may not ask ${subject}: ${whoKnows}`, { cause: error });
  }
}

export const whoKnows = 'ask the contact that gave them which products they are for.';

/** Sends what is still to be sent, and closes; a server that does not answer any more is not waited for. */
export async function close(connection: NatsConnection): Promise<void> {
  if (connection.isClosed()) return;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), closedWithin);
  try {
    await unlessAborted(
      connection.drain().catch(() => connection.close()),
      late.signal,
    );
  } catch (error) {
    if (!late.signal.aborted) throw error;
    void connection.close();
  } finally {
    clearTimeout(timer);
  }
}

/** Settles as the promise does, or rejects with the reason of the signal, if that comes first. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

/** What ended a connection, or an attempt, as an `Interruption`; a failure stays what it is. */
export function interruptedBy(error: unknown, where = ''): Error {
  if (error instanceof SubscriberFailure || error instanceof Interruption) return error;
  const isAuthorization = error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError;
  // An overloaded server gives up waiting for the signature.
  const isRefusal = isAuthorization && !/timeout/i.test(error.message);
  return new Interruption(`NATS: ${reasonOf(error)}${where}`, isRefusal, { cause: error });
}
