import { kebab, schemaUrn, type Product } from './fact.js';

/** The publisher: constants of this installation that are in every envelope. */
export interface Publisher {
  readonly service: string;
  readonly organisation: string;
  readonly typePrefix: string;
  /** The NATS user's own inbox. */
  readonly inboxPrefix: string;
}

/** The name of a product among those of all services: `internal.cooperation`, `party.cooperation.BE-VLG`. */
export function productName(service: string, product: Product): string {
  const [family, ...party] = product.split('.');
  return [family, service, ...party].join('.');
}

/** The service and the product of such a name. */
export function productOf(name: string): { readonly service: string; readonly product: Product } {
  const [family, service = '', region = ''] = name.split('.');
  if (family === 'party') return { service, product: `party.${region}` };
  return { service, product: family === 'public' ? family : 'internal' };
}

export const sourceOf = ({ organisation, service }: Publisher, product: Product): string =>
  `urn:passerelle:${organisation}:${productName(service, product)}`;

const families = new Map([
  ['internal', 'int'],
  ['public', 'pub'],
]);

/** `INT_COOPERATION`, `PUB_COOPERATION`, `PARTY_COOPERATION_BE-VLG` */
export function streamOf(service: string, product: Product = 'internal'): string {
  const [family = '', ...party] = product.split('.');
  return [families.get(family) ?? family, service, ...party].join('_').toUpperCase();
}

/** What the subjects of a product begin with: `facts.int.cooperation`, `facts.party.cooperation.be-vlg`. */
export function subjectsOf(service: string, product: Product): string {
  const [family = '', ...party] = product.split('.');
  return ['facts', families.get(family) ?? family, service, ...party].join('.').toLowerCase();
}

/** A numbered row of the event log. */
export interface LogRow {
  readonly pub_seq: string;
  readonly event_id: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly type: string;
  readonly schema_version: string;
  readonly time: string;
  readonly traceparent: string | null;
  readonly data: string;
  readonly recorded_at: Date;
  readonly data_sha256: Buffer;
  readonly taken_back_at: Date | null;
}

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
    private readonly product: Product,
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
      ...(this.product === 'internal' ? { aggregateversion: Number(row.aggregate_version) } : proofOf(row)),
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
      subject: `${subjectsOf(name, this.product)}.${kebab(resource)}.${kebab(verb)}.v${major}`,
      service,
      type: `${service}.${resource}.notify.${verb}`,
      dataschema: schemaUrn(`${name}.${this.schemaOf(row.type)}`, row.schema_version),
    };
    this.types.set(key, common);
    return common;
  }

  /** Readers of a product see every state of a record in one shape for all facts. */
  private schemaOf(type: string): string {
    if (this.product === 'internal' || type.endsWith('.left')) return type;
    return `${type.split('.')[0] ?? ''}.shared`;
  }
}

/** By which a reader proves that nothing is missing: it stays when a text is taken back, and then no longer matches the data. */
const proofOf = ({ data_sha256, taken_back_at }: LogRow): object => ({
  datasha256: data_sha256.toString('hex'),
  ...(taken_back_at === null ? {} : { takenback: 'true' }),
});
