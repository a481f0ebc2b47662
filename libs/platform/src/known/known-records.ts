import {
  Inject,
  Injectable,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { z } from 'zod';
import { Database, type Tx } from '../database/index.js';
import { FactConsumer, type ReceivedFact } from '../facts/index.js';
import { unknownReference } from '../problems/index.js';
import { ServiceContext } from '../service/definition.js';

// What a service knows of other services' records: their name and state, learnt from their facts. No service asks
// another while it answers, so a reference is judged by what has been heard: a record made a moment ago is known once
// its fact has arrived.

const consumer = 'known';
const services = Symbol('passerelle:known-services');

const Known = z.looseObject({ ref: z.string().optional(), status: z.string().optional() });

/** The localized name of a record, whatever its own service calls it. */
const titleOf = (data: Readonly<Record<string, unknown>>): unknown => data.title ?? data.name ?? null;

export interface KnownRecord {
  readonly ref: string | null;
  readonly title: unknown;
  readonly state: string | null;
}

@Injectable()
export class KnownRecords implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumers: readonly FactConsumer[];

  constructor(db: Database, context: ServiceContext, @Inject(services) known: readonly string[]) {
    this.consumers = known.map(
      (service) => new FactConsumer(db, context.connection, { consumer, service, apply: learn }, context.logger),
    );
  }

  onApplicationBootstrap(): void {
    for (const reading of this.consumers) reading.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.consumers.map((reading) => reading.stop()));
  }

  /** `find(tx, 'projects', id)` */
  async find(tx: Tx, resource: string, id: string): Promise<KnownRecord | undefined> {
    const [row] = await tx.query<KnownRecord[]>('SELECT ref, title, state FROM known_record WHERE subject = $1', [
      `${resource}/${id}`,
    ]);
    return row;
  }

  /** 400 on `field` for a reference to a record that nobody has told of. */
  async refuseUnknown(tx: Tx, resource: string, id: string | undefined, field: string): Promise<void> {
    if (id !== undefined && (await this.find(tx, resource, id)) === undefined) throw unknownReference(field);
  }
}

/** The last word on each record stands; facts of one record arrive in order. */
async function learn(tx: Tx, facts: readonly ReceivedFact[]): Promise<void> {
  const latest = new Map(facts.map(({ fact }) => [fact.subject, fact.data]));
  const rows = [...latest].map(([subject, data]) => {
    const { ref, status } = Known.parse(data);
    return { subject, ref: ref ?? null, title: titleOf(data), state: status ?? null };
  });
  await tx.query(
    `INSERT INTO known_record (subject, ref, title, state)
     SELECT subject, ref, title, state FROM jsonb_to_recordset($1::jsonb) AS heard (subject text, ref text, title jsonb, state text)
     ON CONFLICT (subject) DO UPDATE SET ref = excluded.ref, title = excluded.title, state = excluded.state`,
    [JSON.stringify(rows)],
  );
}

class KnownModule {}

/** `knownModule(['projects'])`: this service follows the facts of projects; inject `KnownRecords`. */
export const knownModule = (known: readonly string[]): DynamicModule => ({
  module: KnownModule,
  global: true,
  providers: [KnownRecords, { provide: services, useValue: known }],
  exports: [KnownRecords],
});
