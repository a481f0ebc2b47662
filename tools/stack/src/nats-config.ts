/** The broker's static configuration: who exists, and the only subjects that each of them may use. */
import type { NatsBinary } from './nats-binary.ts';
import { isAtLeast } from './nats-binary.ts';

export const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'] as const;
export type ServiceName = (typeof services)[number];

/** Regions that may subscribe one day; each has an account of its own, still without users or imports. */
const partners = ['BE-VLG', 'BE-WAL', 'X-BE-DG'];

export interface BrokerPlan {
  name: string;
  port: number;
  monitorPort: number;
  storeDir: string;
  binary: NatsBinary;
  /** One per service, and `operator` and `sys` for the tools of whoever runs the stack. */
  passwords: Record<string, string>;
  maxFile: string;
}

export interface Permissions {
  publish: string[];
  subscribe: string[];
}

/** The text of the configuration file. It holds passwords: mode 0600. */
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
  }
  SYS { users: [${user('sys', plan.passwords)}] }
${partners.map((partner) => `  ${quoted(partner)} { users: [] }`).join('\n')}
}
system_account: SYS
`;
}

export const streamOf = (service: string) => `INT_${service.toUpperCase()}`;

/** The only subjects of a service's own user. */
export function permissionsOf(service: ServiceName): Permissions {
  const own = service === 'gateway' ? gatewayAlone() : { publish: [], subscribe: [] };
  return {
    publish: [
      `announce.${service}`,
      `facts.int.${service}.>`,
      `_poke.${service}`,
      '$JS.API.INFO',
      ...ownStream(streamOf(service)),
      ...services.flatMap((source) => consuming(streamOf(source))),
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
  };
}

function gatewayAlone(): Permissions {
  const bucket = 'KV_descriptions';
  return {
    publish: ['rpc.>', 'discover', 'describe.>', '$KV.descriptions.>', ...ownStream(bucket), ...consuming(bucket)],
    subscribe: ['announce.*'],
  };
}

// What the relay of a service needs: make its stream, know its end, read one message back.
function ownStream(stream: string): string[] {
  const calls = ['STREAM.CREATE', 'STREAM.UPDATE', 'STREAM.MSG.GET', 'DIRECT.GET'];
  return [...calls.map((call) => `$JS.API.${call}.${stream}`), `$JS.API.DIRECT.GET.${stream}.>`];
}

// Ordered and ephemeral consumers of a stream. Both forms of acknowledgement: servers may switch to the longer one.
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

// A service answers a request by the permission that the request itself brings, once and only to its sender.
function user(name: string, passwords: Record<string, string>, may?: Permissions): string {
  const login = `user: ${quoted(name)}, password: ${quoted(passwords[name] ?? '')}`;
  if (!may) return `{ ${login} }`;
  return `{ ${login}, permissions: { publish: ${list(may.publish)}, subscribe: ${list(may.subscribe)}, allow_responses: true } }`;
}

const quoted = (text: string) => JSON.stringify(text);
const list = (subjects: string[]) => `[${subjects.map(quoted).join(', ')}]`;
