import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../../kernel/telemetry/index.js';

// The NATS client writes to its socket after every callback: thirty answers in one turn of the event loop are thirty system calls
// here and thirty reads at the broker. This module sends them in one write at the end of the turn. The client has no setting
// for it, so its own writer is wrapped (ADR 19).

/** The part of the client's private protocol that is wrapped. */
interface Writer {
  flushPending: () => void;
  flush: (pong?: unknown) => Promise<void>;
  close: (error?: unknown) => Promise<void>;
}

function isWriter(value: unknown): value is Writer {
  if (typeof value !== 'object' || value === null) return false;
  if (!('flushPending' in value && 'flush' in value && 'close' in value)) return false;
  return [value.flushPending, value.flush, value.close].every((method) => typeof method === 'function');
}

/**
 * Combines all messages of one turn of the event loop into one write; `flush`, `drain` and `close` still write at once.
 * Returns false, with a warning, for a client version with other internals, which stays unchanged.
 */
export function gatherWrites(connection: NatsConnection, logger: Logger): boolean {
  const writer = 'protocol' in connection ? connection.protocol : undefined;
  if (!isWriter(writer)) {
    logger.warn('writes to NATS are not gathered: this version of the client must be looked at');
    return false;
  }
  wrap(writer);
  return true;
}

function wrap(writer: Writer): void {
  const write = writer.flushPending.bind(writer);
  const flush = writer.flush.bind(writer);
  const close = writer.close.bind(writer);
  let due = false;
  let closing = false;
  writer.flushPending = () => {
    if (closing) return write();
    if (due) return;
    due = true;
    setImmediate(() => {
      due = false;
      write();
    });
  };
  writer.flush = (pong) => {
    const answered = flush(pong);
    write();
    return answered;
  };
  writer.close = (error) => {
    closing = true;
    write();
    return close(error);
  };
}
