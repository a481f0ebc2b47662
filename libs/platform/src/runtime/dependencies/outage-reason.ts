import type { ServiceSettings } from '../../kernel/config/index.js';

// Why a connection failed, in words for the operator: drivers report codes. The sentence contains no secrets: secret values of
// the settings are removed from a driver's own words.

/** The dependency, for the sentence: `PostgreSQL at db.test:5432`. */
export interface Asked {
  readonly thing: string;
  readonly user: string;
  readonly database?: string;
}

type Sentence = (asked: Asked) => string;

const refused: Sentence = ({ thing }) => `${thing} refuses the connection: nothing listens there`;
const unknownHost: Sentence = ({ thing }) => `the host of ${thing} is not known`;
const unreachable: Sentence = ({ thing }) => `${thing} cannot be reached over the network`;
const silent: Sentence = ({ thing }) => `${thing} gives no answer in time`;
const cut: Sentence = ({ thing }) => `${thing} closed the connection`;
const wrongPassword: Sentence = ({ thing, user }) => `${thing} refuses the user ${user} or the password`;
const noDatabase: Sentence = ({ thing, database }) => `${thing} has no database ${database}`;
const full: Sentence = ({ thing }) => `${thing} has no connection left`;
const notUp: Sentence = ({ thing }) => `${thing} is starting or stopping`;
const untrusted: Sentence = ({ thing }) =>
  `the certificate of ${thing} is not trusted: its authority is not known here`;
const expired: Sentence = ({ thing }) => `the certificate of ${thing} is not valid today`;
const otherName: Sentence = ({ thing }) => `the certificate of ${thing} is made out to another host`;
const noTls: Sentence = ({ thing }) => `${thing} offers no TLS, which the settings ask for`;

const byCode: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: silent,
  ECONNRESET: cut,
  EPIPE: cut,
  '28P01': wrongPassword,
  '3D000': noDatabase,
  '53300': full,
  '57P03': notUp,
  '57P01': notUp,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
};

const byWords: readonly (readonly [RegExp, Sentence])[] = [
  [/authorization violation|authentication (expired|timeout|revoked)/i, wrongPassword],
  [/connection refused/i, refused],
  [/timeout exceeded when trying to connect/i, ({ thing }) => `all connections to ${thing} are in use`],
  [/timeout/i, silent],
  [/does not support SSL|'tls'/i, noTls],
  [/terminated|disconnected|closed/i, cut],
];

/** One sentence about `error`; an unknown error is quoted in its own words, without the settings' secrets. */
export function outageReason(error: unknown, asked: Asked, settings: ServiceSettings): string {
  const words = textIn(error, 'message') ?? String(error);
  const code = codeOf(error);
  const known = byCode[code] ?? byWords.find(([pattern]) => pattern.test(words))?.[1];
  return known?.(asked) ?? `${asked.thing}: ${withoutSecrets(words || code, settings)}`;
}

function codeOf(error: unknown): string {
  const code = textIn(error, 'code');
  if (code !== undefined) return code;
  return typeof error === 'object' && error !== null && 'cause' in error ? codeOf(error.cause) : '';
}

/** Not by `instanceof`: errors of Node's sockets may come from another realm. */
function textIn(error: unknown, name: 'code' | 'message'): string | undefined {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}

/** Also removes passwords in URLs, and tokens that are used as a user name. */
export function withoutSecrets(words: string, { DATABASE_URL, NATS_PASSWORD, NATS_URL }: ServiceSettings): string {
  const inUrls = [DATABASE_URL, ...NATS_URL.split(',')].flatMap((url) => {
    const [, user, password = user] = /\/\/([^/@:]*)(?::([^/]*))?@/.exec(url) ?? [];
    return password === undefined ? [] : [password, decoded(password)];
  });
  const secrets = [NATS_PASSWORD, ...inUrls].filter((secret) => secret !== '');
  return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
