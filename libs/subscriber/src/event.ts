/** One fact of a product: a CloudEvent in structured form. */
export interface ProductEvent {
  readonly specversion: '1.0';
  /** UUID. The same fact has the same id however often it is read. */
  readonly id: string;
  /** `urn:passerelle:<org>:<product>`. */
  readonly source: string;
  /** Ends in the name of the fact; `….notify.shared`: the record entered the product, `….notify.left`: it left. */
  readonly type: string;
  /** `consultations/<uuid>` */
  readonly subject: string;
  /** When it happened, RFC 3339. */
  readonly time: string;
  /** When it was recorded, RFC 3339. */
  readonly recordedtime: string;
  /** 20 digits, without gaps within a source. */
  readonly sequence: string;
  /** The record. Events of one record are in order. */
  readonly partitionkey: string;
  /** SHA-256 of the UTF-8 bytes of `data` as first recorded, 64 hex digits. */
  readonly datasha256: string;
  /** `true`: a text was taken back, so `data` is no longer what `datasha256` was computed of. */
  readonly takenback?: string;
  /** The whole record after the change; only `{ "id": … }` when it left. */
  readonly data: Readonly<Record<string, unknown>>;
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const attributes: Shape = {
  specversion: (value) => value === '1.0',
  id: isText,
  source: isText,
  type: isText,
  subject: isText,
  time: isText,
  recordedtime: isText,
  sequence: (value) => matches(/^\d{20}$/)(value) && Number.isSafeInteger(Number(value)),
  partitionkey: isText,
  datasha256: matches(/^[0-9a-f]{64}$/),
  data: isRecord,
};

/** Names of attributes that are missing or wrong; what else an event carries is left alone. */
export const faultsOf = (value: unknown): string[] =>
  isRecord(value)
    ? Object.entries(attributes).flatMap(([name, fits]) => (fits(value[name]) ? [] : [name]))
    : ['an object'];

export const isProductEvent = (value: unknown): value is ProductEvent => faultsOf(value).length === 0;

export const sequenceOf = ({ sequence }: ProductEvent): number => Number(sequence);
