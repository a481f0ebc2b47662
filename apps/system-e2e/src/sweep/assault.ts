// A request that must be refused, and the valid call that it is made from.
import type { Schema, SweptOperation } from './contract.ts';

/** The categories of faults in a request: one of each for every operation is sent through the gateway. */
export const categories = [
  'path value',
  'method',
  'address',
  'no token',
  'forged token',
  'unknown query',
  'wrong query',
  'body syntax',
  'body form',
  'unknown field',
  'wrong field',
  'precondition',
] as const;
export type Category = (typeof categories)[number];

export interface Attempt {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent without the token. */
  readonly anonymous?: boolean;
  readonly statuses: readonly number[];
  /** The parameter or field that one of the issues must name. */
  readonly names?: string;
  /** Its input is valid: only the handler can report that the record does not exist. */
  readonly forHandler?: boolean;
}

export interface Assault extends Attempt {
  readonly category: Category;
}

/** An id that no record has. */
export const nobody = '0193a5c4-7e1f-7000-8000-0000000000ff';

/** The address of a record that does not exist; a parameter with few values has the first of them. */
export const filled = ({ path, params = {} }: Pick<SweptOperation, 'path'> & Partial<SweptOperation>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(params[name]?.enum?.[0] ?? (name.endsWith('Id') ? nobody : 'nothing')),
  );

/** The valid call, to a record that does not exist. */
export function call(operation: SweptOperation): Pick<Attempt, 'method' | 'path' | 'headers' | 'body'> {
  const { method, body } = operation;
  const precondition: Record<string, string> = method === 'PATCH' ? { 'if-match': '"1"' } : {};
  const headers = body === undefined ? precondition : { ...precondition, 'content-type': body.mediaType };
  return {
    method,
    path: filled(operation),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body.example) }),
  };
}

/** Whether a text is valid for the schema of a path parameter. */
export const fits = ({ format, pattern = '', maxLength = Infinity, enum: values }: Schema, text: string): boolean =>
  format === undefined &&
  (values === undefined || values.includes(text)) &&
  new RegExp(pattern).test(text) &&
  text.length <= maxLength &&
  !text.includes('\u0000');
