import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { Refusal } from '../problems/index.js';
import { currentTrace } from './tracing.js';

export type { Logger };

// Log lines are buffered for at most 100 ms: a system call per line is too expensive. A fatal line and the end of the process
// flush the buffer; only SIGKILL loses it.
const out = pino.destination({ sync: false, minLength: 4_096, periodicFlush: 100 });
process.on('exit', () => out.flushSync());

/** One line is one JSON object of limited length; every line written inside a call carries its trace. Bodies and personal data are never logged. */
export const createLogger = (service: string, level: string, destination: DestinationStream = out): Logger =>
  pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['authorization', 'token', 'password', '*.authorization', '*.token', '*.password'],
        censor: '[redacted]',
      },
      serializers: { err: errorFields },
      formatters: { log: bounded },
      mixin: currentTrace,
    },
    destination,
  );

const longest = 2_000;
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > longest;

function bounded(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(fields).some(isLong)) return fields;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isLong(value) ? cut(value) : value]));
}

/** Messages in which PostgreSQL, JSON and Zod quote the input that they could not parse. */
const quoted = /"[^"]*"|'[^']*'/g;
const frames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 20)
    .join('\n');

/** An error without input data: drivers attach the statement's values to it, and messages quote the input. */
function errorFields(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  return {
    type: name === 'Error' ? error.constructor.name : name,
    message: cut(error instanceof Refusal ? message : message.replace(quoted, '"…"')),
    ...('code' in error && typeof error.code === 'string' ? { code: cut(error.code) } : {}),
    stack: cut(frames(stack)),
    ...(cause === undefined || depth >= 2 ? {} : { cause: errorFields(cause, depth + 1) }),
  };
}

const words = (message: unknown): string =>
  cut(message instanceof Error ? (message.stack ?? message.message) : String(message));

/** Nest's own lines, in the same stream; its start-up messages only at debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(words(message)),
  debug: (message: unknown) => logger.debug(words(message)),
  verbose: (message: unknown) => logger.trace(words(message)),
  warn: (message: unknown) => logger.warn(words(message)),
  error: (message: unknown) => logger.error(words(message)),
  fatal: (message: unknown) => logger.fatal(words(message)),
});

/** Warnings of Node.js and of libraries become lines of the log; by default they are plain text on stderr. */
export function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'warning'));
}
