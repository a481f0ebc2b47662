import { pino } from 'pino';
import { refusal, serviceUnavailable } from '../problems/index.js';
import { createLogger, logWarnings, nestLogger } from './logger.js';

function recorded() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, destination, logger: createLogger('test', 'trace', destination) };
}

const forged = 'x"}\r\n{"level":30,"msg":"forged"}\u001b[31m\u0000\u2028';
const secret = 'geheim@example.be';

/** As TypeORM throws it. */
const driverError = () =>
  Object.assign(new Error(`invalid input syntax for type uuid: "${secret}"`), {
    code: '22P02',
    detail: `Key (email)=(${secret}) already exists.`,
    query: 'SELECT $1',
    parameters: [secret],
  });

it('writes one line per event, for any content', () => {
  const { lines, logger } = recorded();
  logger.info({ route: forged, agent: forged }, 'request');
  nestLogger(logger).error(forged);
  logger.error({ err: new Error(forged) }, 'failed');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line.endsWith('\n')).toBe(true);
    expect([...line.slice(0, -1)].filter((letter) => letter < ' ')).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({ service: 'test' });
  }
  expect(JSON.parse(lines[0] ?? '').route).toBe(forged);
});

it('truncates long values', () => {
  const { lines, logger } = recorded();
  const long = 'x'.repeat(100_000);
  logger.info({ route: long, other: 'short' }, 'request');
  nestLogger(logger).warn(long);
  logger.error({ err: new Error(long) }, 'failed');
  for (const line of lines) expect(line.length).toBeLessThan(6_000);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ other: 'short', route: expect.stringMatching(/^x{2000}…$/) });
});

it('logs what happened and where, and no input data', () => {
  const { lines, logger } = recorded();
  logger.error(
    { err: Object.assign(refusal(serviceUnavailable, { service: 'database' }), { cause: driverError() }) },
    'failed',
  );
  logger.error({ err: new SyntaxError(`Unexpected token 'g', "${secret}" is not valid JSON`) }, 'failed');
  logger.error({ err: secret }, 'failed');
  logger.info({ token: secret, call: { authorization: secret, password: secret } }, 'request');
  expect(lines.join('')).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
    message: 'serviceUnavailable {"service":"database"}',
    cause: { code: '22P02', message: 'invalid input syntax for type uuid: "…"' },
  });
  expect(JSON.parse(lines[0] ?? '').err.stack).toContain('logger.spec');
});

it('would leak the data without the sanitiser', () => {
  const { lines, destination } = recorded();
  pino({}, destination).error({ err: driverError() });
  expect(lines.join('')).toContain(secret);
});

it('writes warnings of Node.js and of libraries as lines of the log', () => {
  const { lines, logger } = recorded();
  const others = process.listeners('warning');
  logWarnings(logger);
  process.emit('warning', Object.assign(new Error('this will be removed'), { name: 'DeprecationWarning' }));
  process.removeAllListeners('warning');
  for (const other of others) process.on('warning', other);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'warning',
    err: { type: 'DeprecationWarning', message: 'this will be removed' },
  });
});
