import { addDays } from '@passerelle/domain/period';
import { Database, lockRecord, preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { refusal, type Refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { ClientKeys, refusesKey } from '../api-keys/client-keys.api.js';
import { KeyedMutex } from '../shared/keyed-mutex.js';
import { toFollow } from './known-subscribers.api.js';
import { natsNotOffered, subscriberExists, SubscriberRecord } from './subscriber.entity.js';
import { NewSubscriber, RegisteredSubscriber, Subscriber, SubscriberChange, subscribers } from './subscriber.schema.js';

/** A system that follows products reads for years: its key lasts as long as a key may, so that it is rarely replaced. */
const firstKeyDays = 366;

const existing = (client: string): Refusal => refusal(subscriberExists, { client });

@RecordOperations({
  of: SubscriberRecord,
  many: 'subscribers',
  one: 'subscriber',
  scope: 'admin',
  returns: Subscriber,
  list: { summary: 'List who follows data products, and how far each is', collection: subscribers },
  read: { summary: 'Read who follows data products, and how far' },
  create: {
    act: 'register',
    summary: 'Register a system that follows data products',
    description:
      'It may follow the products of its party and the public ones. Without an issuer this answer, and no other, contains its first API key, valid for a year; later ones are issued as API keys of its client.',
    body: NewSubscriber,
    returns: RegisteredSubscriber,
    once: ['key'],
    around: ({ turns }: Subscribers, { body, deadline }, create) => turns.take(body.client, deadline, create),
    make: async ({ id }, terms, { tx, today }, { keys, context }) => {
      const { client, party, description, issuer } = terms;
      const made = SubscriberRecord.register(id, terms, today, context.settings);
      await keys.lock(tx, client);
      await refuseTwin(tx, client);
      await keys.refuseOthers(tx, client, party ?? null, today);
      if (issuer !== undefined) return made;
      const key = { client, party, description, scopes: toFollow, expiresOn: addDays(today, firstKeyDays) };
      return Object.assign(made, { key: await keys.issue(tx, key, today) });
    },
    twin: [
      { index: 'subscriber_client', refusal: ({ client }) => existing(client) },
      { index: 'subscriber_client_id', refusal: ({ client, clientId }) => existing(clientId ?? client) },
      { index: 'subscriber_nats_key', refusal: ({ natsKey }) => existing(String(natsKey)) },
    ],
    refuses: [subscriberExists, natsNotOffered, ...refusesKey],
    examples: {
      byKey: {
        client: 'planning-flanders',
        party: 'BE-VLG',
        contact: 'data@omgeving.example',
        description: 'The planning register of Flanders',
      },
      byToken: {
        client: 'planning-wallonia',
        party: 'BE-WAL',
        contact: 'donnees@territoire.example',
        description: 'The planning register of Wallonia',
        issuer: 'https://login.wallonie.example',
        clientId: 'registre-territoire',
      },
    },
  },
  change: {
    summary: 'Change a system that follows data products',
    description: 'It applies from the next request on, also to the API keys of its client.',
    body: SubscriberChange,
    apply: (subscriber, terms, _, { context }) => subscriber.change(terms, context.settings),
    follows: async ({ id, client, party }, { tx, today }, { keys }) => {
      await keys.readFor(tx, client, party, today);
      await forgetOthers(tx, id, party);
    },
    twin: {
      index: 'subscriber_client_id',
      refusal: ({ clientId, issuer }) => existing(String(clientId ?? issuer)),
    },
    refuses: [subscriberExists, natsNotOffered],
    examples: { mailbox: { contact: 'gegevens@omgeving.example' } },
  },
  revoke: {
    act: 'end',
    summary: 'End the access of a system that follows data products',
    description: 'Its tokens and keys are refused from the next request on. Its entry stays.',
    rule: (subscriber, { today }) => subscriber.end(today),
    follows: ({ client }, { tx, today }, { keys }) => keys.revoke(tx, client, today),
  },
  lock: lockClientOf,
  shows: withFollowed,
})
export class Subscribers {
  readonly turns = new KeyedMutex();

  constructor(
    readonly db: Database,
    readonly context: ServiceContext<DoorSettings>,
    readonly keys: ClientKeys,
  ) {}
}

/** Before a key is issued: the client of a subscriber that is registered again must not be told of its keys instead. */
async function refuseTwin(tx: Tx, client: string): Promise<void> {
  const sql = 'SELECT 1 FROM subscriber WHERE client = $1 AND ended_on IS NULL';
  const { rows } = await preparedIn(tx, sql, [client]);
  if (rows.length > 0) throw existing(client);
}

/** The keys of its client change with it, and have one lock: a record that is issued, changed or ended meanwhile waits. */
async function lockClientOf(tx: Tx, id: string): Promise<void> {
  const { rows } = await preparedIn<{ client: string }>(tx, 'SELECT client FROM subscriber WHERE id = $1', [id]);
  const [found] = rows;
  if (found !== undefined) await lockRecord(tx, 'apiKeysOf', found.client);
}

/** Products of a party for which it does not follow any more. */
async function forgetOthers(tx: Tx, id: string, party: string | null): Promise<void> {
  const sql = `
    DELETE FROM subscriber_progress
     WHERE subscriber = $1 AND product LIKE 'party.%' AND split_part(product, '.', 3) IS DISTINCT FROM $2`;
  await preparedIn(tx, sql, [id, party]);
}

async function withFollowed(subscriber: SubscriberRecord, tx: Tx): Promise<object> {
  const sql = 'SELECT followed, copies FROM subscriber_following WHERE id = $1';
  const { rows } = await readIn<{ followed: unknown; copies: unknown }>(tx, sql, [subscriber.id]);
  return Object.assign(subscriber, { followed: rows[0]?.followed ?? [], copies: rows[0]?.copies ?? [] });
}
