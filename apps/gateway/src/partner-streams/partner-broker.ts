import { errors, type NatsConnection } from '@nats-io/transport-node';

// The copies of products in the accounts of subscribers, as the broker has them. Our account may make, inspect and delete them
// through `partners.<client>.`; a copy is filled by the server, through a consumer of ours at the stream of the product.

/** The server reads a copy from a consumer of ours since 2.14 (ADR-60), and earlier ones cannot set a consumer back. */
const copiesFrom = [2, 14] as const;

const answerMs = 3_000;
const notFound = 404;

/** One copy: whose, and of which stream. */
export interface Copy {
  readonly client: string;
  readonly stream: string;
}

export interface Made {
  /** A copy that has other metadata is made again, with the same sequences. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The first sequence that the stream of the product has. */
  readonly first: number;
  readonly bytesMost: number;
}

/** As far as it is used here. */
export interface StreamInfo {
  readonly created: string;
  readonly config: { readonly max_bytes: number; readonly metadata?: Readonly<Record<string, string>> };
  readonly state: { readonly bytes: number; readonly first_seq: number; readonly last_seq: number };
}

interface ConsumerInfo {
  readonly ack_floor: { readonly stream_seq: number; readonly last_active?: string };
}

/** The account does not exist at the broker, or not with what it must share. */
class UnknownAccount extends Error {
  constructor() {
    super('the broker does not have this account: run `npm run access -- nats`');
  }
}

/** The broker refused, and says why. */
class BrokerRefusal extends Error {}

interface Answer {
  readonly error?: { readonly code: number; readonly description: string };
}

export class PartnerBroker {
  constructor(private readonly connection: NatsConnection) {}

  hasCopies(): boolean {
    const [major = 0, minor = 0] = (this.connection.info?.version ?? '').split('.').map(Number);
    return major > copiesFrom[0] || (major === copiesFrom[0] && minor >= copiesFrom[1]);
  }

  source(stream: string): Promise<StreamInfo | undefined> {
    return this.ask<StreamInfo>(`$JS.API.STREAM.INFO.${stream}`);
  }

  copy({ client, stream }: Copy): Promise<StreamInfo | undefined> {
    return this.ask<StreamInfo>(`partners.${client}.STREAM.INFO.${stream}`);
  }

  /** The sourcing consumer: ours, through which the server fills the copy. */
  sourcing({ client, stream }: Copy): Promise<ConsumerInfo | undefined> {
    return this.ask<ConsumerInfo>(`$JS.API.CONSUMER.INFO.${stream}.${sourcingOf(client)}`);
  }

  /** Theirs, by which the subscriber reads the copy. */
  follower({ client, stream }: Copy): Promise<ConsumerInfo | undefined> {
    return this.ask<ConsumerInfo>(`partners.${client}.CONSUMER.INFO.${stream}.${follower}`);
  }

  /** Makes the copy, which begins where the stream of the product does, and what fills it. */
  async make(copy: Copy, made: Made): Promise<void> {
    const { client, stream } = copy;
    const name = sourcingOf(client);
    await this.ask(`$JS.API.CONSUMER.CREATE.${stream}.${name}`, {
      stream_name: stream,
      action: 'create',
      config: feeding(copy),
    });
    await this.ask(`partners.${client}.STREAM.CREATE.${stream}`, {
      ...{ name: stream, retention: 'limits', storage: 'file', num_replicas: 1, metadata: made.metadata },
      ...{ discard: 'old', max_bytes: made.bytesMost, deny_delete: true, deny_purge: true },
      ...(made.first > 1 ? { first_seq: made.first } : {}),
      sources: [
        {
          name: stream,
          consumer: { name, deliver_subject: deliveredAt(copy) },
          external: { api: 'home', deliver: '' },
        },
      ],
    });
  }

  async makeFollower({ client, stream }: Copy): Promise<void> {
    await this.ask(`partners.${client}.CONSUMER.CREATE.${stream}.${follower}`, {
      stream_name: stream,
      action: 'create',
      config: following,
    });
  }

  /** First what would go on filling it. An account that is gone took its copies with it. */
  async remove({ client, stream }: Copy): Promise<void> {
    await this.ask(`$JS.API.CONSUMER.DELETE.${stream}.${sourcingOf(client)}`);
    await this.ask(`partners.${client}.STREAM.DELETE.${stream}`).catch((error: unknown) => {
      if (!(error instanceof UnknownAccount)) throw error;
    });
  }

  /** `undefined`: there is no such stream or consumer. */
  private async ask<Found extends object>(subject: string, body?: object): Promise<Found | undefined> {
    const answer = await this.answered<Found & Answer>(subject, body === undefined ? '' : JSON.stringify(body));
    if (answer.error === undefined) return answer;
    if (answer.error.code === notFound) return undefined;
    throw new BrokerRefusal(answer.error.description);
  }

  private async answered<Found>(subject: string, body: string): Promise<Found> {
    try {
      return (await this.connection.request(subject, body, { timeout: answerMs })).json<Found>();
    } catch (error) {
      const isUnheard = error instanceof errors.RequestError && error.isNoResponders();
      if (isUnheard && subject.startsWith('partners.')) throw new UnknownAccount();
      throw error;
    }
  }
}

const follower = 'follower';
const sourcingOf = (client: string): string => `partner-${client}`;
const deliveredAt = ({ client, stream }: Copy): string => `deliver.${client}.${stream}`;

const feeding = (copy: Copy): object => ({
  ...{ name: sourcingOf(copy.client), durable_name: sourcingOf(copy.client), deliver_subject: deliveredAt(copy) },
  ...{ ack_policy: 'flow_control', flow_control: true, idle_heartbeat: 1_000_000_000 },
  ...{ deliver_policy: 'all', max_deliver: -1 },
});

const following = {
  ...{ name: follower, durable_name: follower, deliver_policy: 'all', ack_policy: 'explicit' },
  ...{ ack_wait: 60_000_000_000, max_ack_pending: 10_000, max_deliver: -1 },
} as const;
