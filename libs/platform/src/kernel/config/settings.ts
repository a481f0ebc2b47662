import { z } from 'zod';
import { Origins, RateLimits } from './limits.js';
import { Issuers } from './issuers.js';

/** JSON in a variable. Errors name the place, never the value, which may be secret. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z.string().transform((text, context): z.output<Schema> => {
    const parsed = schema.safeParse(parsedJson(text));
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
    context.addIssue({ code: 'custom', message: `is not the JSON that is expected here: ${faults.join('; ')}` });
    return z.NEVER;
  });

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().min(0).max(600_000);

const isServer = (text: string): boolean => URL.canParse(`http://${text.trim().replace(/^[a-z]+:\/\//, '')}`);
const areServers = (text: string): boolean => text.split(',').every(isServer);

export const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });
export const SigningKey = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  d: z.string(),
  x: z.string(),
});

/** The environment of every service. */
export const ServiceSettings = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('PostgreSQL, as the role that runs the service (no DDL)'),
  NATS_URL: z
    .string()
    .refine(areServers, 'must be nats://host:port, several separated by commas')
    .describe('nats://host:port, several separated by commas'),
  NATS_USER: z.string().min(1).describe("this service's own NATS user"),
  NATS_PASSWORD: z.string().min(1).describe('its password'),
  PUBLIC_URL: z.url().describe('base of every absolute link, e.g. https://api.example.brussels'),
  CALLER_KEYS: json(KeySet).describe('public keys (JWKS) that verify the internal caller token'),
  CURSOR_KEY: z
    .string()
    .min(32)
    .describe('secret that signs the cursors of lists; the same for all instances of this service'),
  HEALTH_PORT: port.default(0).describe("the service's own port for /livez, /readyz and /metrics; 0 takes a free one"),
  BIND_ADDRESS: z.string().default('127.0.0.1').describe('address to listen on'),
  ORGANISATION: z.string().default('perspective.brussels').describe('organisation in the source of facts'),
  TYPE_PREFIX: z.string().default('brussels.perspective').describe('reverse domain name in front of fact types'),
  HOME_PARTY: z.string().default('BE-BRU').describe('the region that runs this installation'),
  ANOTHER_PERSON: z
    .enum(['required', 'waived'])
    .default('required')
    .describe('whether acts that ask for another pair of eyes need one; where waived, the audit trail says so'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('pino level'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('where traces go (OTLP over HTTP); none when absent'),
  IN_FLIGHT: z.coerce.number().int().min(1).default(200).describe('calls answered at once'),
  QUEUE: z.coerce.number().int().min(0).default(1000).describe('calls that may wait for their turn'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe('connections to PostgreSQL'),
  DRAIN_MS: milliseconds.default(4000).describe('longest wait for calls in flight at shutdown'),
  LEAVE_MS: milliseconds.default(0).describe('wait before draining, for load balancers to forget this instance'),
});
export type ServiceSettings = z.infer<typeof ServiceSettings>;

/** The migration job also needs the owner of the schema. */
export const MigrationSettings = z.object({
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('PostgreSQL, as the role that owns the schema'),
});

/** Further settings of the service with the HTTP door. */
export const DoorSettings = ServiceSettings.extend({
  PORT: port.default(3000).describe('HTTP port of the door'),
  ISSUERS: json(Issuers).describe('OpenID Connect issuers that are trusted: [{ issuer, audience, parties }]'),
  CALLER_SIGNING_KEY: json(SigningKey).describe('private key (JWK, Ed25519) that signs the internal caller token'),
  DEADLINE_MS: milliseconds.default(3000).describe('time budget of a request'),
  RATE_LIMITS: json(RateLimits)
    .prefault('{}')
    .describe('requests per window: { windowSec, client, anonymous, documents, wrongTokens }, each with a default'),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('how many proxies in front add to X-Forwarded-For; 0 believes nothing of it'),
  NATS_PUBLIC_URL: z
    .string()
    .refine(areServers, 'must be tls://host:port, several separated by commas')
    .optional()
    .describe(
      'NATS as other regions reach it, e.g. tls://nats.example.brussels:4222; they follow over HTTP only when absent',
    ),
  PARTNER_STREAM_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .default(100 * 1024 ** 2)
    .describe(
      'storage at the broker for each product of a subscriber over NATS; the oldest events are dropped beyond it',
    ),
  CORS_ORIGINS: Origins.optional().describe(
    'web origins whose pages may call the API, separated by commas; none when absent',
  ),
});
export type DoorSettings = z.infer<typeof DoorSettings>;
