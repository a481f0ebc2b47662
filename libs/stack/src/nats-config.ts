/** The broker's static configuration: its users, and the only subjects that each of them may use. */
import type { NatsBinary } from './nats-binary.ts';
import { isAtLeast } from './nats-binary.ts';
import { partnerFiles } from './nats-partners.ts';

export const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'] as const;
export type ServiceName = (typeof services)[number];

/**
 * The services whose facts each service reads; it may read no other stream. A test compares this with `consumes` in the
 * services' definitions.
 */
export const consumed: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  cooperation: ['representation'],
  representation: ['cooperation', 'networks', 'projects'],
  networks: ['cooperation', 'representation', 'projects'],
  projects: [],
  gateway: services,
};

/** Regions that have products of their own. */
const regions = ['BE-VLG', 'BE-WAL', 'X-BE-DG'];

/**
 * The streams that a service writes, with what their subjects begin with: all its facts, those that everybody may read, and those of
 * each other region. The gateway's facts are for the installation alone.
 */
export function writtenBy(service: ServiceName): ReadonlyMap<string, string> {
  const name = service.toUpperCase();
  const internal = [`INT_${name}`, `facts.int.${service}`] as const;
  if (service === 'gateway') return new Map([internal]);
  const shared = regions.map(
    (party) => [`PARTY_${name}_${party}`, `facts.party.${service}.${party.toLowerCase()}`] as const,
  );
  return new Map([internal, [`PUB_${name}`, `facts.pub.${service}`], ...shared]);
}

/** Each stream reserves its most, 1 GB: one for the facts of each service, seven for its products, and a bucket; so does each partner's account. The rest is room to grow. */
export const maxFile = '60GB';

export interface BrokerPlan {
  name: string;
  port: number;
  monitorPort: number;
  storeDir: string;
  binary: NatsBinary;
  /** One per service, and `operator` and `sys` for the tools of the stack's operator. */
  passwords: Record<string, string>;
  maxFile: string;
  /** Further settings of the server. */
  more?: string;
}

export interface Permissions {
  publish: string[];
  subscribe: string[];
  /** Whether it may answer a request by the permission that the request itself brings, once and only to its sender. */
  answers: boolean;
}

/** The text of the configuration file. It contains passwords: mode 0600. */
export function natsConfig(plan: BrokerPlan): string {
  // Without it an acknowledged message may be lost in a power cut; a server before 2.10 refuses the setting.
  const durable = isAtLeast(plan.binary.version, [2, 10]) ? ', sync_interval: always' : '';
  return `server_name: ${quoted(plan.name)}
host: "127.0.0.1"
port: ${plan.port}
http: ${quoted(`127.0.0.1:${plan.monitorPort}`)}
max_payload: 8MB
max_pending: 64MB
authorization { timeout: 5 }
jetstream { store_dir: ${quoted(plan.storeDir)}, max_memory_store: 64MB, max_file_store: ${plan.maxFile}${durable} }
accounts {
  INT {
    jetstream: enabled
    users: [
${services.map((service) => `      ${user(service, plan.passwords, permissionsOf(service))}`).join('\n')}
      ${user('operator', plan.passwords)}
    ]
    include ${quoted(partnerFiles.shared)}
  }
  SYS { users: [${user('sys', plan.passwords)}] }
  include ${quoted(partnerFiles.accounts)}
}
system_account: SYS
${plan.more ?? ''}`;
}

export const streamOf = (service: string) => `INT_${service.toUpperCase()}`;

/**
 * The only subjects of a service's own user. It may not subscribe to a subject that it may publish: by sending itself a message
 * it could choose the reply subject, and then (`allow_responses`) publish there, past all permissions listed here.
 */
export function permissionsOf(service: ServiceName): Permissions {
  const own = service === 'gateway' ? gatewayAlone() : { publish: [], subscribe: [] };
  return {
    publish: [
      `announce.${service}`,
      ...[...writtenBy(service).values()].map((subjects) => `${subjects}.>`),
      '$JS.API.INFO',
      ...[...writtenBy(service).keys()].flatMap(ownStream),
      ...consumed[service].flatMap((source) => consuming(streamOf(source))),
      ...own.publish,
    ],
    subscribe: [
      `rpc.${service}.>`,
      `describe.${service}.>`,
      'discover',
      `_poke.${service}`,
      `_INBOX.${service}.>`,
      ...own.subscribe,
    ],
    answers: service !== 'gateway',
  };
}

// Only the gateway sends requests, also to itself; it replies in its own inbox and needs no `allow_responses`.
function gatewayAlone(): Pick<Permissions, 'publish' | 'subscribe'> {
  const bucket = 'KV_descriptions';
  return {
    publish: [
      ...['rpc.>', 'discover', 'describe.>', '_INBOX.gateway.>', '$KV.descriptions.>'],
      ...ownStream(bucket),
      `$JS.API.STREAM.UPDATE.${bucket}`,
      ...[bucket, ...readByGateway()].flatMap(consuming),
      // The copies in the accounts of partners, as far as their accounts let it.
      'partners.>',
    ],
    subscribe: ['announce.*'],
  };
}

/** The data products, which it serves to those outside; the internal streams are among what it consumes. */
const readByGateway = (): string[] =>
  services.flatMap((service) => [...writtenBy(service).keys()]).filter((stream) => !stream.startsWith('INT_'));

// For the outbox relay: create its stream, read its last sequence, read one message back. Not to change the stream: a stream
// that sources from others would contain facts that its owner may not read.
function ownStream(stream: string): string[] {
  const calls = ['STREAM.CREATE', 'STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET'];
  return [...calls.map((call) => `$JS.API.${call}.${stream}`), `$JS.API.DIRECT.GET.${stream}.>`];
}

// Ordered and ephemeral consumers of a stream. Both forms of acknowledgement subjects: servers may switch to the longer one.
function consuming(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
    `$JS.ACK.${stream}.>`,
    `$JS.ACK.*.*.${stream}.>`,
    `$JS.FC.${stream}.>`,
  ];
}

function user(name: string, passwords: Record<string, string>, may?: Permissions): string {
  const login = `user: ${quoted(name)}, password: ${quoted(passwords[name] ?? '')}`;
  if (!may) return `{ ${login} }`;
  const subjects = `publish: ${list(may.publish)}, subscribe: ${list(may.subscribe)}`;
  return `{ ${login}, permissions: { ${subjects}${may.answers ? ', allow_responses: true' : ''} } }`;
}

const quoted = (text: string) => JSON.stringify(text);
const list = (subjects: string[]) => `[${subjects.map(quoted).join(', ')}]`;
