// Access over NATS: the key of a subscriber, its account at the broker, and what its engineer needs to know.
import { setTimeout as pause } from 'node:timers/promises';
import { nkeys } from '@nats-io/transport-node';
import type { Administrator } from './administrator.ts';
import { brokerPlace, type BrokerPlace, type Member } from './broker.ts';
import { Failure } from './failure.ts';
import { allOf } from './lists.ts';

export interface NatsOptions {
  readonly gateway?: string | undefined;
  readonly nats?: boolean | undefined;
  readonly 'nats-key'?: string | undefined;
  readonly 'nats-folder'?: string | undefined;
}

export interface NatsAccess {
  /** The public key: all that this installation keeps. */
  readonly key: string;
  /** Absent where the subscriber made the pair itself. */
  readonly seed?: string;
  readonly place: BrokerPlace;
}

/** Copies are made some seconds after the account. */
const copiesWithinMs = 30_000;

/** Checked before anything is registered; `undefined` where NATS is not asked for. */
export function natsAccess(given: NatsOptions): NatsAccess | undefined {
  const theirs = given['nats-key'];
  if (theirs === undefined && given.nats !== true) return undefined;
  const place = brokerPlace(given.gateway, given['nats-folder']);
  if (theirs !== undefined) return { key: theirs, place };
  const pair = nkeys.createUser();
  return { key: pair.getPublicKey(), seed: new TextDecoder().decode(pair.getSeed()), place };
}

const reload =
  'The accounts are written. Make the server read them: nats-server --signal reload, twice (a new account hears nothing after the first).';

/** Writes the accounts from the records, and waits until a client has its copies. */
export async function admit(administrator: Administrator, place: BrokerPlace, client: string): Promise<void> {
  const reloaded = await place.write(await members(administrator));
  if (!reloaded) return console.error(reload);
  const found = await untilSeen(administrator, client, ({ copies }) => copies.length > 0 && copies.every(isServed));
  if (!found) console.error(`The copies of ${client} are not there yet: npm run access -- list shows when they are.`);
}

/** Cuts an ended client off, and removes its account once the gateway has deleted its copies; says how far it came. */
export async function dismiss(administrator: Administrator, place: BrokerPlace, client: string): Promise<string> {
  const reloaded = await place.write(await members(administrator));
  if (!reloaded) return `${reload} Run npm run access -- nats once more in a minute.`;
  if (!(await untilSeen(administrator, client, ({ copies }) => copies.length === 0)))
    return `its user at NATS is gone, its copies are still there: run npm run access -- nats in a minute`;
  await place.write(await members(administrator));
  return 'its account at NATS is gone';
}

/** Writes the accounts as the records are now. */
export async function writeAccounts(administrator: Administrator, given: NatsOptions): Promise<void> {
  const place = brokerPlace(given.gateway, given['nats-folder']);
  const known = await members(administrator);
  const reloaded = await place.write(known);
  const open = known.filter(({ natsKey, endedOn }) => natsKey !== undefined && endedOn === undefined);
  console.error(`${open.length} subscribers over NATS: ${open.map(({ client }) => client).join(', ') || 'none'}`);
  if (!reloaded) console.error(reload);
}

interface Described {
  readonly servers?: {
    readonly nats?: { readonly host: string; readonly tags?: readonly { readonly name: string }[] };
  };
}

/** The address of the broker, as the gateway documents it. */
export async function natsServer(administrator: Administrator): Promise<string> {
  const { servers } = await administrator.ask<Described>('GET', '/doc/asyncapi.json');
  if (servers?.nats === undefined) throw new Failure('the gateway does not offer NATS: set its NATS_PUBLIC_URL');
  const { host, tags = [] } = servers.nats;
  return `${tags.some(({ name }) => name === 'tls') ? 'tls' : 'nats'}://${host}`;
}

const members = (administrator: Administrator): Promise<Member[]> =>
  allOf<Member>(administrator, '/v1/subscribers?pageSize=200');

const isServed = ({ fault }: Member['copies'][number]): boolean => fault === undefined;

async function untilSeen(
  administrator: Administrator,
  client: string,
  isRight: (member: Member) => boolean,
): Promise<boolean> {
  const path = `/v1/subscribers?${new URLSearchParams({ client, pageSize: '200' })}`;
  for (const end = Date.now() + copiesWithinMs; Date.now() < end; await pause(250))
    if ((await allOf<Member>(administrator, path)).every((member) => isRight(member) || member.natsKey === undefined))
      return true;
  return false;
}
