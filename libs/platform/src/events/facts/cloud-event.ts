import type { DataSource } from 'typeorm';
import { schemaUrn, type Product } from './fact.js';
import { readLog, type LogRow } from './outbox.js';

/** The publisher: constants of this installation that are in every envelope. */
export interface Publisher {
  readonly service: string;
  readonly organisation: string;
  readonly typePrefix: string;
  /** The NATS user's own inbox. */
  readonly inboxPrefix: string;
}

export const sourceOf = ({ organisation, service }: Publisher, product: Product): string =>
  `urn:passerelle:${organisation}:${product}.${service}`;

export const streamOf = (service: string): string => `INT_${service.toUpperCase()}`;

/** What all facts of one type and version have in common. */
interface Common {
  readonly resource: string;
  readonly subject: string;
  readonly service: string;
  readonly type: string;
  readonly dataschema: string;
}

/** Makes the CloudEvents of one publisher. What a type determines is made once: a backlog has many facts of few types. */
export class CloudEvents {
  private readonly types = new Map<string, Common>();
  private readonly source: string;

  constructor(
    private readonly publisher: Publisher,
    product: Product,
  ) {
    this.source = sourceOf(publisher, product);
  }

  /** The event of a row: fixed key order, `data` as the recorded text, so that its bytes never change. */
  compose(row: LogRow): { subject: string; bytes: Uint8Array } {
    const { resource, subject, service, type, dataschema } = this.common(row);
    const attributes = {
      specversion: '1.0',
      id: row.event_id,
      source: this.source,
      type,
      service,
      subject: `${resource}/${row.aggregate_id}`,
      time: row.time,
      recordedtime: row.recorded_at.toISOString(),
      dataschema,
      datacontenttype: 'application/json',
      sequence: row.pub_seq.padStart(20, '0'),
      partitionkey: row.aggregate_id,
      aggregateversion: Number(row.aggregate_version),
      ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    };
    return { subject, bytes: Buffer.from(`${JSON.stringify(attributes).slice(0, -1)},"data":${row.data}}`) };
  }

  private common(row: LogRow): Common {
    const key = `${row.type}/${row.schema_version}`;
    const known = this.types.get(key);
    if (known !== undefined) return known;
    const { service: name, typePrefix } = this.publisher;
    const [resource = '', verb = ''] = row.type.split('.');
    const major = row.schema_version.split('.')[0] ?? '1';
    const service = `${typePrefix}.${name}.v${major}`;
    const common = {
      resource,
      subject: `facts.int.${name}.${kebab(resource)}.${kebab(verb)}.v${major}`,
      service,
      type: `${service}.${resource}.notify.${verb}`,
      dataschema: schemaUrn(`${name}.${row.type}`, row.schema_version),
    };
    this.types.set(key, common);
    return common;
  }
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Every fact of a data product from the log, in order, with the same bytes as in the stream: for rebuilding and for proof. */
export async function* replay(
  source: DataSource,
  publisher: Publisher,
  product: Product,
  after = 0,
): AsyncGenerator<{ sequence: number; subject: string; bytes: Uint8Array }> {
  const events = new CloudEvents(publisher, product);
  for (let position = after; ;) {
    const rows = await readLog(source, product, position, 500);
    for (const row of rows) yield { sequence: Number(row.pub_seq), ...events.compose(row) };
    const last = rows.at(-1);
    if (last === undefined) return;
    position = Number(last.pub_seq);
  }
}
