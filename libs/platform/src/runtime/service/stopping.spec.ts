import { createLogger } from '../../kernel/telemetry/index.js';
import { endInOrder, type Step } from './stopping.js';

function recorded() {
  const lines: { msg: string; left: string[] }[] = [];
  return {
    lines,
    logger: createLogger('test', 'info', { write: (line: string) => void lines.push(JSON.parse(line)) }),
  };
}

it('ends every part in its order', async () => {
  const { lines, logger } = recorded();
  const ended: string[] = [];
  const step = (name: string): Step => [name, async () => void ended.push(name)];
  await endInOrder(['door', 'relay', 'connection'].map(step), 60_000, logger);
  expect([ended, lines]).toEqual([['door', 'relay', 'connection'], []]);
});

it('waits for no part longer than the total time, ends the others, and logs in one line which part it abandoned', async () => {
  const { lines, logger } = recorded();
  const ended: string[] = [];
  const steps: Step[] = [
    ['clock', () => new Promise(() => undefined)],
    ['relay', () => Promise.reject(new Error('no'))],
    ['connection', () => void ended.push('connection')],
  ];
  await endInOrder(steps, 50, logger);
  expect(ended).toEqual(['connection']);
  expect(lines).toMatchObject([{ left: ['clock did not end in time', 'relay failed: no'] }]);
});
