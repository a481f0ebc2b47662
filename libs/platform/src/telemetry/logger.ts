import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { currentTrace } from './tracing.js';

export type { Logger };

// Lines leave together, at most 100 ms after the first of them: a system call for each costs more than it tells. A fatal
// line takes all before it along, and so does the end of the process; only SIGKILL takes what was gathered.
const out = pino.destination({ sync: false, minLength: 4_096, periodicFlush: 100 });
process.on('exit', () => out.flushSync());

/** JSON lines on stdout; every line written inside a call carries its trace. Bodies and personal data are never logged. */
export const createLogger = (service: string, level: string): Logger =>
  pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['authorization', 'token', 'password', '*.authorization', '*.token', '*.password'],
        censor: '[redacted]',
      },
      mixin: currentTrace,
    },
    out,
  );

const words = (message: unknown): string =>
  message instanceof Error ? (message.stack ?? message.message) : String(message);

/** Nest's own lines, in the same stream; its start-up chatter only at debug. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown) => logger.debug(words(message)),
  debug: (message: unknown) => logger.debug(words(message)),
  verbose: (message: unknown) => logger.trace(words(message)),
  warn: (message: unknown) => logger.warn(words(message)),
  error: (message: unknown) => logger.error(words(message)),
  fatal: (message: unknown) => logger.fatal(words(message)),
});
