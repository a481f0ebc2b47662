import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { Refusal } from '../problems/index.js';
import { currentTrace } from './tracing.js';

export type { Logger };

// Lines leave together, at most 100 ms after the first of them: a system call for each costs more than it tells. A fatal
// line takes all before it along, and so does the end of the process; only SIGKILL takes what was gathered.
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

/** What PostgreSQL, JSON and Zod quote of the input that they could not read. */
const quoted = /"[^"]*"|'[^']*'/g;
const frames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 20)
    .join('\n');

/** An error without what it was about: drivers hang the statement's values on it, and messages quote what was sent. */
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

/** Nest's own lines, in the same stream; its start-up chatter only at debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(words(message)),
  debug: (message: unknown) => logger.debug(words(message)),
  verbose: (message: unknown) => logger.trace(words(message)),
  warn: (message: unknown) => logger.warn(words(message)),
  error: (message: unknown) => logger.error(words(message)),
  fatal: (message: unknown) => logger.fatal(words(message)),
});
