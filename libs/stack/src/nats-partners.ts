/**
 * The accounts of subscribers at the broker, as two files that its configuration includes: what the services' account shares with
 * each, and the accounts. A subscriber has no user in our account: it could make the server write into our streams there. In its own it
 * has copies of the streams of its products, which the server fills through a consumer of ours, and one consumer to read each.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files next to the configuration of the server. */
export const partnerFiles = { shared: 'partners/shared.conf', accounts: 'partners/accounts.conf' } as const;

export interface PartnerAccount {
  /** The subscriber's client, also the name of its account. */
  readonly client: string;
  /** Public key of its user; absent when it has ended and its copies are being deleted. */
  readonly nkey?: string | undefined;
}

/** A copy of each product: four that are public, and four of its party. */
export const copiesMost = 8;
/** All its copies together; a copy that is full drops its oldest events. */
const storageMost = '1GB';

/** What the gateway may call in each account, through `partners.<client>.`: it makes, inspects and deletes the copies. */
const kept = ['STREAM.CREATE.*', 'STREAM.INFO.*', 'STREAM.DELETE.*', 'CONSUMER.CREATE.*.*', 'CONSUMER.INFO.*.*'];

/** What its user may do: see its copies, pull from the consumer `follower` of each, acknowledge, and set it back or forward. */
export const userOfPartner = {
  publish: [
    '$JS.API.STREAM.INFO.*',
    '$JS.API.CONSUMER.INFO.*.follower',
    '$JS.API.CONSUMER.MSG.NEXT.*.follower',
    '$JS.API.CONSUMER.RESET.*.follower',
    // Both forms: servers may switch to the longer one.
    '$JS.ACK.*.follower.>',
    '$JS.ACK.*.*.*.follower.>',
  ],
  subscribe: ['_INBOX.>'],
} as const;

/**
 * What the server itself needs to fill the copies through our consumer `partner-<client>`. Flow control is a kind of acknowledgement:
 * shared as `$JS.FC.>`, one partner could acknowledge for another.
 */
const sourcing = (client: string): string[] => [
  `$JS.API.CONSUMER.INFO.*.partner-${client}`,
  `$JS.API.CONSUMER.RESET.*.partner-${client}`,
];
const flowing = (client: string): string[] => [`$JS.FC.*.partner-${client}.>`, `$JS.FC.*.*.*.partner-${client}.>`];

/** The contents of the files, by name. */
export function partnersConfig(partners: readonly PartnerAccount[]): Record<string, string> {
  const head = '# Written by `npm run access`, from the subscribers of the gateway.\n';
  return {
    [partnerFiles.shared]: `${head}${partners.length === 0 ? '' : sharedWith(partners)}`,
    [partnerFiles.accounts]: `${head}${partners.map(accountOf).join('')}`,
  };
}

/** Both files, in which nothing is secret; the server reads them when it starts or reloads. */
export function writePartners(folder: string, partners: readonly PartnerAccount[]): void {
  mkdirSync(join(folder, 'partners'), { recursive: true });
  for (const [name, text] of Object.entries(partnersConfig(partners))) {
    const path = join(folder, name);
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

function sharedWith(partners: readonly PartnerAccount[]): string {
  const exported = partners.flatMap(({ client }) => [
    ...[...sourcing(client), ...flowing(client)].map((subject) => exportOf('service', subject, client)),
    exportOf('stream', `deliver.${client}.>`, client),
  ]);
  const imported = partners.flatMap(({ client }) =>
    kept.map((call) => importOf('service', client, `$JS.API.${call}`, `partners.${client}.${call}`)),
  );
  return `exports: [\n${lines(exported)}\n]\nimports: [\n${lines(imported)}\n]\n`;
}

function accountOf({ client, nkey }: PartnerAccount): string {
  const may = `publish: ${list(userOfPartner.publish)}, subscribe: ${list(userOfPartner.subscribe)}`;
  const users = nkey === undefined ? '' : `{ nkey: ${quoted(nkey)}, permissions: { ${may} } }`;
  return `${quoted(client)} {
  jetstream { max_file: ${storageMost}, max_mem: 0, max_streams: ${copiesMost}, max_consumers: ${copiesMost} }
  limits { max_connections: 8, max_subscriptions: 100, max_payload: 65536 }
  users: [${users}]
  exports: [
${lines(kept.map((call) => exportOf('service', `$JS.API.${call}`, 'INT')))}
  ]
  imports: [
${lines([
  ...sourcing(client).map((subject) => importOf('service', 'INT', subject, subject.replace('$JS.API', 'home'))),
  ...flowing(client).map((subject) => importOf('service', 'INT', subject)),
  importOf('stream', 'INT', `deliver.${client}.>`),
])}
  ]
}
`;
}

const exportOf = (kind: 'service' | 'stream', subject: string, account: string): string =>
  `{ ${kind}: ${quoted(subject)}, accounts: [${quoted(account)}] }`;

function importOf(kind: 'service' | 'stream', account: string, subject: string, to?: string): string {
  const renamed = to === undefined ? '' : `, to: ${quoted(to)}`;
  return `{ ${kind}: { account: ${quoted(account)}, subject: ${quoted(subject)} }${renamed} }`;
}

const lines = (entries: readonly string[]): string => entries.map((entry) => `    ${entry}`).join('\n');
const quoted = (text: string): string => JSON.stringify(text);
const list = (subjects: readonly string[]): string => `[${subjects.map(quoted).join(', ')}]`;
