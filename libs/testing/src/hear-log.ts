import type { Logger } from '@passerelle/platform/kernel/telemetry';

/** Collects every line of a log, at every level, instead of writing it to the standard output. */
export function hearLog(logger: Logger): string[] {
  const lines: string[] = [];
  logger.level = 'trace';
  const stream = Object.getOwnPropertySymbols(logger).find(({ description }) => description === 'pino.stream');
  Reflect.get(logger, stream ?? '').write = (line: string) => void lines.push(line);
  return lines;
}
