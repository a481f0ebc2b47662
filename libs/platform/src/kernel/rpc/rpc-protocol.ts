import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';

// The protocol between door and service: bodies are the HTTP bodies byte for byte, NATS headers carry the rest.

export const rpcHeaders = {
  caller: 'Passerelle-Caller',
  deadline: 'Passerelle-Deadline-Ms',
  params: 'Passerelle-Params',
  ifMatch: 'If-Match',
  idempotencyKey: 'Idempotency-Key',
  changeReason: 'Change-Reason',
  acceptLanguage: 'Accept-Language',
  traceparent: 'traceparent',
  status: 'Status',
  contentType: 'Content-Type',
  contentLanguage: 'Content-Language',
  etag: 'ETag',
  location: 'Location',
  retryAfter: 'Retry-After',
} as const;

/** Path parameters and query, as the caller wrote them. */
export interface Address {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
}

export interface RpcRequest {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly header: (name: string) => string | undefined;
}

export interface RpcReply {
  readonly status: number;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export const requestOf = (message: Msg): RpcRequest => ({
  subject: message.subject,
  body: message.data,
  // The NATS client returns an empty text for a missing header, which must be distinguished from an empty one.
  header: (name) => (message.headers?.has(name) === true ? message.headers.get(name) : undefined),
});

export function replyHeaders(reply: RpcReply): MsgHdrs {
  const carried = headers();
  carried.set(rpcHeaders.status, String(reply.status));
  for (const [name, value] of Object.entries(reply.headers)) carried.set(name, value);
  return carried;
}

const beyondAscii = /[^\x20-\x7e]/g;

/** JSON in pure ASCII, for a header. */
export const headerJson = (value: unknown): string =>
  JSON.stringify(value).replace(beyondAscii, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
