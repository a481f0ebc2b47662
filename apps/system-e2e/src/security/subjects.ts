// Every subject that is used in this system, and some that must not be: what a stolen credential would try.
import { services, writtenBy, type ServiceName } from '@passerelle/stack/nats-config';

/** Subjects of the server itself: of other accounts and its own. */
const beyond = [
  '$SYS.REQ.SERVER.PING',
  '$SYS.REQ.ACCOUNT.INT.CONNZ',
  '$SYS.REQ.USER.INFO',
  '$JS.API.ACCOUNT.PURGE.INT',
  '$JS.API.STREAM.NAMES',
  '$JS.API.STREAM.LIST',
  '$JS.API.META.LEADER.STEPDOWN',
  '$JS.API.STREAM.CREATE.EVERYTHING',
  '$JS.API.STREAM.CREATE.KV_mine',
  '$JS.API.STREAM.DELETE.KV_descriptions',
  '$JS.API.STREAM.PURGE.KV_descriptions',
  '$JS.API.STREAM.UPDATE.KV_descriptions',
  '$JS.API.STREAM.MSG.GET.KV_descriptions',
  '$KV.descriptions.cooperation',
  '$O.files.C.1',
  'anything.else',
  'partners.hub-flanders.STREAM.CREATE.PUB_COOPERATION',
  'partners.hub-flanders.STREAM.DELETE.PUB_COOPERATION',
  'partners.hub-flanders.CONSUMER.CREATE.PUB_COOPERATION.follower',
  'deliver.hub-flanders.PUB_COOPERATION',
  'home.CONSUMER.RESET.PUB_COOPERATION.partner-hub-flanders',
];

const onStream = (stream: string): string[] => [
  ...['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'INFO', 'SNAPSHOT', 'RESTORE', 'MSG.GET', 'MSG.DELETE'].map(
    (call) => `$JS.API.STREAM.${call}.${stream}`,
  ),
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}.facts.int.any`,
  `$JS.API.STREAM.LEADER.STEPDOWN.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.mine`,
  `$JS.API.CONSUMER.CREATE.${stream}.mine.facts.int.any`,
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.mine`,
  `$JS.API.CONSUMER.DELETE.${stream}.mine`,
  `$JS.API.CONSUMER.INFO.${stream}.mine`,
  `$JS.API.CONSUMER.NAMES.${stream}`,
  `$JS.API.CONSUMER.LIST.${stream}`,
  `$JS.API.CONSUMER.PAUSE.${stream}.mine`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.mine`,
  `$JS.ACK.${stream}.mine.1.1.1.1.0`,
  `$JS.ACK.hub.acc.${stream}.mine.1.1.1.1.0.x`,
  `$JS.FC.${stream}.mine.x`,
];

const ofService = (service: ServiceName): string[] => [
  `rpc.${service}.records.register`,
  `announce.${service}`,
  `describe.${service}.0123456789abcdef`,
  `_poke.${service}`,
  `_INBOX.${service}.abc.1`,
  ...[...writtenBy(service)].flatMap(([stream, subjects]) => [`${subjects}.agreements.signed.v1`, ...onStream(stream)]),
];

/** Subjects to try to publish. */
export const published: readonly string[] = ['discover', '$JS.API.INFO', ...services.flatMap(ofService), ...beyond];

/** Subjects to try to subscribe to: each one, and wildcards that include several. */
export const heard: readonly string[] = [
  ...published,
  '>',
  '*.>',
  'rpc.>',
  'rpc.*.records.register',
  'facts.>',
  'facts.int.>',
  'announce.*',
  'describe.>',
  '_poke.*',
  '_INBOX.>',
  '_INBOX.*.*.*',
  '$SYS.>',
  '$JS.>',
  '$JS.API.>',
  '$JS.EVENT.>',
  'partners.>',
  'deliver.>',
  'deliver.*.*',
  '$KV.>',
  '$KV.descriptions.>',
  ...services.flatMap((service) => [
    `rpc.${service}.>`,
    `facts.int.${service}.>`,
    `describe.${service}.>`,
    `_INBOX.${service}.>`,
  ]),
];

/** Whether one NATS pattern includes another. */
export function isUnder(subject: string, pattern: string): boolean {
  const [asked, allowed] = [subject.split('.'), pattern.split('.')];
  for (const [index, token] of allowed.entries()) {
    if (token === '>') return asked.length > index;
    const own = asked[index];
    if (own === undefined || own === '>') return false;
    if (token !== '*' && token !== own) return false;
  }
  return asked.length === allowed.length;
}
