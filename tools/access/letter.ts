// What the engineer of the other system needs, ready to be sent.

export interface Registered {
  readonly id: string;
  readonly href: string;
  readonly client: string;
  readonly party?: string;
  readonly contact?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly audience?: string;
}

export interface Granted {
  readonly products: readonly string[];
  readonly key: string | undefined;
  readonly validTo: string | undefined;
}

/** Links come from the public address of the installation, which may differ from the one that the administrator calls. */
const addressOf = ({ href }: Registered): string => href.slice(0, href.indexOf('/v1/subscribers/'));

/** For those with a key, and for those with tokens of an issuer of their own. */
export const doctorOf = (subscriber: Registered, [first = '<product>']: readonly string[]): string => {
  const credentials = subscriber.issuer === undefined ? '--api-key-env PASSERELLE_KEY' : '--token-env PASSERELLE_TOKEN';
  return `npx --no passerelle-subscriber doctor --base ${addressOf(subscriber)} --product ${first} ${credentials}`;
};

export function letterTo(subscriber: Registered, { products, key, validTo }: Granted): string {
  const base = addressOf(subscriber);
  const [first = '<product>'] = products;
  const name = key === undefined ? 'PASSERELLE_TOKEN' : 'PASSERELLE_KEY';
  const header = key === undefined ? `Authorization: Bearer $${name}` : `X-Api-Key: $${name}`;
  const rows = [
    ['address', base],
    ...(products.length === 0 ? [['products', 'those that the first call lists']] : column('products', products)),
    ...(key === undefined ? credentialsOf(subscriber) : keyRows(key, validTo)),
  ];
  return `Your access to data products of Passerelle

${rows.map(([label = '', value = '']) => `  ${label.padEnd(12)}${value}`).join('\n')}

The first call, which lists what you may follow:

  export ${name}='${key ?? 'an access token of that issuer'}'
  curl -s -H "${header}" ${base}/v1/products

The first events of a product, and what they contain (AsyncAPI):

  curl -s -H "${header}" ${base}/v1/products/${first}/events
  curl -s -H "${header}" ${base}/doc/asyncapi/${first}.json

Whether all is well, where the package @passerelle/subscriber is installed:

  ${doctorOf(subscriber, products)}

How to get that package, how to follow in ten lines of TypeScript or in Python without it, and what each answer means:
docs/subscribe.md in the repository of Passerelle`;
}

export interface NatsGranted {
  readonly server: string;
  readonly seed: string | undefined;
  readonly products: readonly string[];
  /** The command of the first letter, to which NATS is added. */
  readonly doctor: string;
}

/** `party.cooperation.BE-VLG` is in the stream `PARTY_COOPERATION_BE-VLG`. */
const streamOf = (product: string): string => {
  const [family = '', service = '', ...party] = product.split('.');
  return [family === 'public' ? 'PUB' : 'PARTY', service.toUpperCase(), ...party].join('_');
};

export function natsLetter({ server, seed, products, doctor }: NatsGranted): string {
  const rows = [
    ['server', server],
    ...(seed === undefined
      ? [['key', 'yours']]
      : [
          ['seed', seed],
          ['', 'of your user (nkey); treat it as a password'],
        ]),
    ...column(
      'streams',
      products.map((product) => `${streamOf(product)}  (${product})`),
    ),
    ['consumer', 'follower, one in each stream; pull, and acknowledge each message'],
  ];
  return `The same over NATS, in an account of your own

${rows.map(([label = '', value = '']) => `  ${label.padEnd(12)}${value}`).join('\n')}

Whether all is well there too:

  export PASSERELLE_NKEY='${seed ?? 'the seed of your key'}'
  ${doctor} --nats ${server} --nkey-env PASSERELLE_NKEY

With the package: the option \`over\` of \`follow\`; with any client of NATS: docs/subscribe.md, "Over NATS"`;
}

const column = (label: string, values: readonly string[]): string[][] =>
  values.map((value, index) => [index === 0 ? label : '', value]);

const keyRows = (key: string, validTo = 'a year from now'): string[][] => [
  ['API key', key],
  ['', `in the header X-Api-Key; valid until ${validTo}; treat it as a password`],
];

const credentialsOf = ({ issuer = '', clientId = '', audience = '' }: Registered): string[][] => [
  ['issuer', issuer],
  ['client', `${clientId}  (in the claim client_id or azp)`],
  ['audience', `${audience}  (in the claim aud)`],
  ['', 'in the header Authorization; access tokens as in RFC 9068: typ at+jwt, with a jti'],
];
