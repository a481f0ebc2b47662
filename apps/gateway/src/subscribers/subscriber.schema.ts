import { ChangedAt, Instant } from '@passerelle/domain/instant';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import type { Relations } from '@passerelle/platform/access/rights';
import { anyOf, byDay, byText, collection } from '@passerelle/platform/data/lists';
import { IssuerAddress } from '@passerelle/platform/kernel/config';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { nkeys } from '@nats-io/transport-node';
import { z } from 'zod';
import { ClientName } from '../shared/client-name.js';

/** A claim of a token is compared to the byte, so it is not trimmed or composed. */
const Claim = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[!-~]+$/, 'must be printable ASCII without spaces');

/** As the configuration demands it; and it is shown and logged, so it must not contain a password. */
function isIssuer(address: string): boolean {
  const { username, password, search, hash } = URL.parse(address) ?? {};
  return IssuerAddress.safeParse(address).success && [username, password, search, hash].every((part) => part === '');
}

// Named, so that the documents contain each once.
const Mailbox = z.email().max(200).meta({
  id: 'FunctionMailbox',
  description: 'The mailbox of a function, to announce changes and interruptions; never of a person',
});
const TokenIssuer = z
  .url({ abort: true })
  .max(300)
  .refine(isIssuer, 'must be https, or http on the loopback address, without user, query and fragment')
  .meta({
    id: 'TokenIssuer',
    description: 'Whose tokens it sends, exactly as in `iss`; it uses API keys of its client when absent',
  });
const IssuerClient = Claim.meta({
  id: 'IssuerClient',
  description: 'Its name at that issuer, as in `client_id` or `azp`; by default its client',
});
const TokenAudience = Claim.meta({
  id: 'TokenAudience',
  description: 'Must be in `aud`; by default the public address of this installation',
});

/** Also the check digits: the broker refuses a configuration with a wrong key, whole. */
function isUserKey(text: string): boolean {
  try {
    return nkeys.fromPublic(text).getPublicKey().startsWith('U');
  } catch {
    return false;
  }
}
const NatsKey = z
  .string()
  .max(56)
  .refine(isUserKey, 'must be the public key (nkey) of a user: U and 55 letters and digits')
  .meta({
    id: 'NatsKey',
    description: 'The public key (nkey) by which it receives its products over NATS too, in an account of its own',
  });

const terms = {
  party: Party.optional().describe('The party for which it follows; public products only when absent'),
  contact: Mailbox.optional(),
  description: Text(3, 300).describe('What it is for'),
  issuer: TokenIssuer.optional(),
  clientId: IssuerClient.optional(),
  audience: TokenAudience.optional(),
  natsKey: NatsKey.optional(),
};

/** What a change may touch, whole. */
export const SubscriberTerms = z.strictObject(terms);
export const SubscriberChange = mergePatch(SubscriberTerms).meta({ id: 'SubscriberChange' });
export type SubscriberChange = Patch<z.infer<typeof SubscriberTerms>>;

export const NewSubscriber = z.strictObject({ client: ClientName, ...terms }).meta({ id: 'NewSubscriber' });
export type NewSubscriber = z.infer<typeof NewSubscriber>;

const state = {
  id: z.uuid(),
  version: z.int().min(1),
  client: ClientName,
  ...terms,
  createdOn: IsoDate,
  endedOn: IsoDate.optional(),
};

/** As it is stored. */
export const SubscriberState = z.object(state);

const count = z.int().min(0);

const Followed = z
  .object({
    product: z.string().max(100),
    sequence: count.describe('The last event that it has'),
    followedAt: Instant.describe('When it last asked'),
    behind: count.optional().describe('How many events it does not have yet; absent while the gateway does not know'),
  })
  .meta({ id: 'FollowedProduct', description: 'How far a subscriber has followed a product' });

const Copied = z
  .object({
    product: z.string().max(100),
    firstSequence: count.describe('The first event that the copy still has; earlier ones are in the feed'),
    lastSequence: count,
    acknowledged: count.describe('Up to here it acknowledged every event'),
    acknowledgedAt: Instant.optional().describe('When it last acknowledged an event'),
    bytes: count,
    bytesMost: count.describe('Beyond this the copy drops its oldest events'),
    fault: z.string().max(300).optional().describe('What is wrong, and what to do'),
    seenAt: Instant.describe('When this was looked up'),
  })
  .meta({ id: 'CopiedProduct', description: 'The copy of a product in the account of a subscriber at NATS' });

const shown = {
  href: z.url(),
  ...state,
  followed: z.array(Followed).max(100).describe('What it follows, and how far it is; some seconds old'),
  copies: z.array(Copied).max(100).describe('Its copies at NATS; empty without a key of NATS'),
  changedAt: ChangedAt,
};

export const Subscriber = z.object(shown).meta({ id: 'Subscriber' });

/** The only answer that ever contains the key. */
export const RegisteredSubscriber = z
  .object({
    ...shown,
    key: z.string().max(100).optional().describe('Its first API key, without an issuer; shown once: it is not stored'),
  })
  .meta({ id: 'RegisteredSubscriber' });

/** Subscribers belong to the configuration of the home region: no other caller has any relation to them. */
export const subscriberRelations: Relations = {};

export const subscribers = collection({
  // The subscribers, each with what it follows.
  table: 'subscriber_following',
  item: Subscriber,
  relations: subscriberRelations,
  filters: { client: anyOf('client', ClientName), party: anyOf('party', Party) },
  sorts: { client: byText('client'), createdOn: byDay('created_on') },
  defaultSort: 'client',
});
