import { distinct } from '@passerelle/domain/distinct';
import { Party } from '@passerelle/domain/party';
import { z } from 'zod';

// The trusted issuers of access tokens. An issuer may act only for the parties that its entry lists: a partner region's issuer
// must not be able to issue tokens for the region that runs this installation.

/** No symmetric algorithm and not `none`: with HMAC, anyone who knows the public key could sign with it. */
const algorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA'] as const;

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Of an issuer of tokens. */
export const IssuerAddress = z.url({ protocol: /^https?$/ }).refine((address) => {
  const { protocol, hostname } = URL.parse(address) ?? {};
  return protocol === 'https:' || loopback.test(hostname ?? '');
}, 'must be https, except on the loopback address');

/** A claim by its name, or inside others by a dotted path: `realm_access.roles`. Of several paths, all present ones count. */
const Paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((given) => [given].flat());

const Claims = z.strictObject({
  party: Paths.default(['party']),
  roles: Paths.default(['roles']),
  scopes: Paths.default(['scope']),
  client: Paths.default(['client_id', 'azp']),
  id: Paths.default(['jti']),
});

/** How an access token is distinguished from the issuer's other tokens. */
const AccessTokens = z
  .strictObject({
    /** The `typ` of the header; `false` for an issuer that does not send RFC 9068's `at+jwt`. */
    typ: z.union([z.string().min(1), z.literal(false)]).default('at+jwt'),
    /** Claims that must have one of these values. */
    claims: z.record(z.string().min(1), z.array(z.string()).min(1)).default({}),
  })
  .refine(
    ({ typ, claims }) => typ === 'at+jwt' || Object.keys(claims).length > 0,
    'without typ at+jwt some claim must distinguish an access token from an ID token',
  );

/** Maps the issuer's names to ours; with a map, a name that is not in it is ignored. */
const Meanings = z.record(z.string().min(1), z.string().min(1));

export const Issuer = z
  .strictObject({
    issuer: IssuerAddress,
    audience: z.string().min(1),
    /** Prefix of its subjects and clients when several issuers are trusted. */
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,29}$/)
      .optional(),
    algorithms: z.array(z.enum(algorithms)).min(1).default(['ES256', 'RS256', 'PS256', 'EdDSA']),
    accessTokens: AccessTokens.prefault({}),
    claims: Claims.prefault({}),
    roles: Meanings.optional(),
    scopes: Meanings.optional(),
    /** The party of all its callers; the claim is then not read. */
    party: Party.optional(),
    /** The parties that it may act for; without any, its callers have no party. */
    parties: z.array(Party).default([]),
    /** Its public client for the user interface at /docs. */
    docsClient: z.string().min(1).optional(),
  })
  .transform(({ party, parties, ...issuer }) => ({
    ...issuer,
    ...(party === undefined ? {} : { party }),
    parties: party === undefined ? parties : [...new Set([party, ...parties])],
  }));
export type Issuer = z.infer<typeof Issuer>;

export const Issuers = z
  .array(Issuer)
  .min(1)
  .refine((issuers) => distinct(issuers.map(({ issuer }) => issuer)), 'lists an issuer twice')
  .refine(
    (issuers) => distinct(issuers.map(({ name }) => name)),
    'only one issuer may go without a name, and no two share one: their subjects would be taken for each other',
  );
