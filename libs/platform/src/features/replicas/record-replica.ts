import { addDays } from '@passerelle/domain/period';
import {
  Injectable,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { z } from 'zod';
import { Database, insideHomeRole, type Tx } from '../../data/database/index.js';
import { FactConsumer, shortType, type ReceivedFact } from '../../events/facts/index.js';
import { unknownReference } from '../../kernel/problems/index.js';
import { ServiceContext } from '../../runtime/service/index.js';

// A local replica of other services' records: name, state, days and who may see them, taken from their facts. Services never call
// each other during a request, so references are checked against this replica, which is eventually consistent: a new record is
// known once its fact has arrived.

const consumer = 'known';

const Known = z.looseObject({
  ref: z.string().optional(),
  status: z.string().optional(),
  retractedAt: z.string().optional(),
  classification: z.string().optional(),
  parties: z.array(z.string()).optional(),
});

const Day = z.iso.date();
const Days = z.union([
  z.object({ period: z.object({ from: Day, to: Day.optional() }) }).transform(({ period }) => period),
  z.object({ startsOn: Day, endsOn: Day.optional() }).transform(({ startsOn: from, endsOn }) => ({
    from,
    ...(endsOn === undefined ? {} : { to: addDays(endsOn, 1) }),
  })),
]);

/** The days of a record, half-open: its period, or its first and last day. */
const daysOf = (data: unknown): string | null => {
  const { data: days } = Days.safeParse(data);
  return days === undefined ? null : `[${days.from},${days.to ?? ''})`;
};

/** The localized name of a record; services name this field differently (title, name). */
const titleOf = (data: Readonly<Record<string, unknown>>): unknown => data.title ?? data.name ?? null;

export interface ReplicatedRecord {
  readonly ref: string | null;
  readonly title: unknown;
  readonly state: string | null;
  /** Null where its facts do not say: then it is to be treated as internal. */
  readonly classification: string | null;
  /** The regions that it is shared with; null where its facts do not say. */
  readonly parties: readonly string[] | null;
  /** A half-open range of PostgreSQL, `[2024-01-01,2027-01-01)`; null where its facts give no first day. */
  readonly days: string | null;
}

/** Removes what a service keeps about records that are known no more. */
export type Forgetting = (tx: Tx, ids: readonly string[]) => Promise<void>;

@Injectable()
export class RecordReplica implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly consumers: readonly FactConsumer[];
  private readonly forgetting = new Map<string, Forgetting>();

  constructor(db: Database, context: ServiceContext) {
    const { consumes } = context;
    if (consumes === 'all' || consumes.length === 0)
      throw new Error(`${context.name} must name the services whose records it knows in consumes of its definition`);
    const apply = (tx: Tx, facts: readonly ReceivedFact[]): Promise<void> => this.apply(tx, facts);
    this.consumers = consumes.map(
      (service) => new FactConsumer(db, context.connection, { consumer, service, apply }, context.logger),
    );
  }

  /** What a slice does in the transaction in which a record of this resource was erased: `whenErased('people', …)`. */
  whenErased(resource: string, forgetting: Forgetting): void {
    this.forgetting.set(resource, forgetting);
  }

  onApplicationBootstrap(): void {
    for (const reading of this.consumers) reading.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.consumers.map((reading) => reading.stop()));
  }

  /** `find(tx, 'projects', id)` */
  async find(tx: Tx, resource: string, id: string): Promise<ReplicatedRecord | undefined> {
    const [row] = await tx.query<ReplicatedRecord[]>(
      'SELECT ref, title, state, classification, parties, days::text FROM known_record WHERE subject = $1',
      [`${resource}/${id}`],
    );
    return row;
  }

  /**
   * 400 on `field` for a reference to a record that no fact has announced. The lock keeps it from being forgotten before the
   * reference is saved.
   */
  async refuseUnknown(tx: Tx, resource: string, id: string | undefined, field: string): Promise<void> {
    if (id !== undefined && !(await lockKnown(tx, resource, id))) throw unknownReference(field);
  }

  private async apply(tx: Tx, facts: readonly ReceivedFact[]): Promise<void> {
    const erased = new Set(facts.filter(({ fact }) => isErasure(fact)).map(({ fact }) => fact.subject));
    await project(
      tx,
      facts.filter(({ fact }) => !erased.has(fact.subject)),
    );
    if (erased.size === 0) return;
    await forget(tx, [...erased]);
    const ids = Map.groupBy([...erased], (subject) => subject.split('/')[0] ?? '');
    for (const [resource, subjects] of ids)
      await this.forgetting.get(resource)?.(
        tx,
        subjects.map((subject) => subject.slice(resource.length + 1)),
      );
  }
}

/** Whether a fact has announced the record, and none has taken it back since: for rules that have no replica at hand. */
export async function isKnown(tx: Tx, resource: string, id: string): Promise<boolean> {
  return (await reading(tx, 'SELECT 1 FROM known_record WHERE subject = $1', resource, id)) > 0;
}

/** The same; a known record is not forgotten before the transaction ends. */
export async function lockKnown(tx: Tx, resource: string, id: string): Promise<boolean> {
  return (await reading(tx, 'SELECT 1 FROM known_record WHERE subject = $1 FOR KEY SHARE', resource, id)) > 0;
}

const reading = async (tx: Tx, sql: string, resource: string, id: string): Promise<number> =>
  (await insideHomeRole(tx, () => tx.query<unknown[]>(sql, [`${resource}/${id}`]))).length;

/** Such a fact has nothing but an id, and is the last one of its record. */
const isErasure = ({ type }: ReceivedFact['fact']): boolean => shortType(type).endsWith('.erased');

const forget = (tx: Tx, subjects: readonly string[]): Promise<unknown> =>
  tx.query('DELETE FROM known_record WHERE subject = ANY($1)', [subjects]);

/** The last fact of each record wins; facts of one record arrive in order. One that was taken back can be referred to no more. */
async function project(tx: Tx, facts: readonly ReceivedFact[]): Promise<void> {
  const latest = new Map(facts.map(({ fact }) => [fact.subject, fact.data]));
  const rows = [...latest].map(([subject, data]) => {
    const { ref = null, status: state = null, retractedAt, classification = null, parties = null } = Known.parse(data);
    const reach = { classification, parties, days: daysOf(data) };
    return { subject, ref, title: titleOf(data), state, ...reach, isRetracted: retractedAt !== undefined };
  });
  const retracted = rows.filter(({ isRetracted }) => isRetracted).map(({ subject }) => subject);
  await tx.query(
    `INSERT INTO known_record (subject, ref, title, state, classification, parties, days)
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS heard
       (subject text, ref text, title jsonb, state text, classification text, parties text[], days daterange)
     ON CONFLICT (subject) DO UPDATE SET (ref, title, state, classification, parties, days) =
       (excluded.ref, excluded.title, excluded.state, excluded.classification, excluded.parties, excluded.days)`,
    [JSON.stringify(rows.filter(({ isRetracted }) => !isRetracted))],
  );
  if (retracted.length > 0) await forget(tx, retracted);
}

class ReplicaModule {}

/** This service follows the facts of those that its definition `consumes`; inject `RecordReplica`. */
export const replicaModule = (): DynamicModule => ({
  module: ReplicaModule,
  global: true,
  providers: [RecordReplica],
  exports: [RecordReplica],
});
