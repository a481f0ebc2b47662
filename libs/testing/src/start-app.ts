/** A service in this process, on its own database and the test's broker. */
import 'reflect-metadata';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { readEnvironment, type ServiceSettings } from '@passerelle/platform/kernel/config';
import { migrate } from '@passerelle/platform/data/database';
import { anonymous, CallerTokenMint, type Caller } from '@passerelle/platform/access/identity';
import {
  startService,
  type RunningService,
  type ServiceDefinition,
  type Surroundings,
} from '@passerelle/platform/runtime/service';
import { headerJson, rpcHeaders } from '@passerelle/platform/kernel/rpc';
import { generateKeyPairSync } from 'node:crypto';
import type { Broker } from './broker.js';
import { preparedDatabase, type FreshDatabase } from './database.js';
import { conditionLimitMs } from './limits.js';
import { writeDownProblem } from './seen.js';

const pair = generateKeyPairSync('ed25519');

/** The pair of keys with which the door's tokens are signed and verified in this run. */
export const callerKeys = {
  signing: { ...pair.privateKey.export({ format: 'jwk' }), kid: 'test', alg: 'EdDSA' },
  public: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'EdDSA' }] },
};

export interface StartedApp extends RunningService {
  readonly data: FreshDatabase;
}

export interface StartOptions {
  readonly broker: Broker;
  /** A database that an earlier instance used; a fresh, migrated one otherwise. */
  readonly data?: FreshDatabase;
  readonly settings?: Readonly<Record<string, string>>;
  readonly surroundings?: Surroundings;
}

export async function startApp<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  options: StartOptions,
): Promise<StartedApp> {
  const data = options.data ?? (await migratedDatabase(definition));
  const user = options.broker.users[definition.name];
  const settings = readEnvironment(definition.settings, {
    DATABASE_URL: data.appUrl,
    NATS_URL: options.broker.url,
    NATS_USER: user?.user,
    NATS_PASSWORD: user?.password,
    PUBLIC_URL: 'http://passerelle.test',
    NATS_PUBLIC_URL: options.broker.url,
    CALLER_KEYS: JSON.stringify(callerKeys.public),
    CURSOR_KEY: `signs the cursors of ${definition.name} in this run`,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ...options.settings,
  });
  const service = await startService(definition, settings, options.surroundings);
  return { ...service, data };
}

export async function migratedDatabase<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
): Promise<FreshDatabase> {
  const { name, migrations } = definition;
  const key = Object.values(migrations).map(String).join();
  return preparedDatabase(name, key, (ownerUrl) => migrate(ownerUrl, migrations));
}

const services = ['cooperation', 'representation', 'networks', 'projects'];
const reading = services.map((service) => `${service}:read`);
const writing = services.map((service) => `${service}:write`);
const approving = services.map((service) => `${service}:approve`);
/** Who keeps the register of people. */
const people = ['people:read', 'people:write'];
const partnering = ['cooperation:write', 'cooperation:approve'];

const person = (name: string, party: string, role: string, scopes: readonly string[]): Caller => ({
  subject: name,
  client: name,
  party,
  roles: [role],
  scopes: [...reading, 'calendar:read', 'calendar:write', ...scopes],
});

// One of each kind of caller (D5); the issuer's local clients are the same.
export const editor = person('editor', 'BE-BRU', 'editor', [...writing, ...people]);
export const approver = person('approver', 'BE-BRU', 'approver', [...writing, ...approving, ...people]);
export const auditor = person('auditor', 'BE-BRU', 'auditor', ['audit:read']);
export const admin = person('admin', 'BE-BRU', 'admin', [...writing, 'audit:read', 'admin']);
export const partnerFlanders = person('partner-flanders', 'BE-VLG', 'partner', partnering);
export const partnerWallonia = person('partner-wallonia', 'BE-WAL', 'partner', partnering);

export { anonymous };

export interface CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly body?: unknown;
  /** Sent as it is instead of `body`. */
  readonly bytes?: Uint8Array;
  readonly caller?: Caller | undefined;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  readonly language?: string;
  /** Percent-encoded. */
  readonly changeReason?: string;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** Tests look into bodies of every shape. */
  readonly body: ReturnType<typeof JSON.parse>;
  readonly header: (name: string) => string;
}

/** Calls operations over NATS as the door does, without a door. */
export interface OperationClient {
  call(subject: string, options?: CallOptions): Promise<Answer>;
  readonly connection: NatsConnection;
  close(): Promise<void>;
}

export async function operationClient(broker: Broker): Promise<OperationClient> {
  const user = broker.users.gateway;
  const connection = await connect({
    servers: broker.url,
    user: user?.user,
    pass: user?.password,
    inboxPrefix: `_INBOX.${user?.user}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
  });
  const mint = new CallerTokenMint(callerKeys.signing);
  async function call(subject: string, options: CallOptions = {}): Promise<Answer> {
    const caller = 'caller' in options ? options.caller : editor;
    const carried = headers();
    const service = subject.split('.')[1] ?? '';
    if (caller !== undefined) carried.set(rpcHeaders.caller, await mint.mint(caller, service, JSON.stringify(caller)));
    carried.set(rpcHeaders.params, headerJson({ path: options.path ?? {}, query: options.query ?? {} }));
    if (options.ifMatch !== undefined) carried.set(rpcHeaders.ifMatch, options.ifMatch);
    if (options.idempotencyKey !== undefined) carried.set(rpcHeaders.idempotencyKey, options.idempotencyKey);
    if (options.language !== undefined) carried.set(rpcHeaders.acceptLanguage, options.language);
    if (options.changeReason !== undefined) carried.set(rpcHeaders.changeReason, options.changeReason);
    const bytes =
      options.bytes ??
      (options.body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(options.body)));
    const reply = await connection.request(subject, bytes, {
      headers: carried,
      timeout: options.timeoutMs ?? conditionLimitMs,
    });
    const status = Number(reply.headers?.get(rpcHeaders.status));
    const isJson = reply.data.length > 0 && (reply.headers?.get(rpcHeaders.contentType) ?? '').includes('json');
    const answered: ReturnType<typeof JSON.parse> = isJson ? reply.json() : undefined;
    if (status >= 400) writeDownProblem(answered?.type);
    return {
      status,
      body: answered,
      header: (name) => reply.headers?.get(name) ?? '',
    };
  }
  return { call, connection, close: () => connection.close() };
}
