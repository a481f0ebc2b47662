import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandsIn, longCommandsIn } from './commands.ts';
import { prove } from './proofs.ts';

describe('the commands of a page', () => {
  it('are what a reader would type, once', () => {
    const page =
      'Type `npm start` or `x`.\n```sh\nnpm start   # all of it\ncurl -s "http://a#b"\n\n```\n```ts\nnpm no\n```\n';
    expect(commandsIn(page)).toEqual(['npm start', 'curl -s "http://a#b"']);
  });

  it('are long if the page says so', () => {
    expect(longCommandsIn('| `npm run a` | quick |\n| `npm run b` | _long_: much |\n`npm c` is not _long_.')).toEqual([
      'npm run b',
    ]);
  });
});

describe('the proof of a command', () => {
  const typed = new Set<string>();
  const run = (command: string) => void typed.add(command);

  it('fails if there is none', async () => {
    await expect(prove('npm run new', { 'npm start': run }, { typed })).rejects.toThrow('no test runs it');
  });

  it('fails if it does not run the command', async () => {
    const proofs = {
      'npm test': () => expect('npm test').toContain('npm'),
      'npm start': () => run('npm start -- --fresh'),
    };
    for (const command of Object.keys(proofs))
      await expect(prove(command, proofs, { typed })).rejects.toThrow('without running it');
  });

  it('passes if it runs the command, and fails as the command does', async () => {
    await prove('npm start', { 'npm start': run }, { typed });
    const failing = () => Promise.reject(new Error('ended with 1'));
    await expect(prove('npm start', { 'npm start': failing }, { typed })).rejects.toThrow('ended with 1');
  });
});

it('finds packages and Node for every npm script, also on a bare machine', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'));
  expect(Object.values(scripts).filter((script) => !/^exec node tools\/(up|test|run)\.mjs( |$)/.test(script))).toEqual(
    [],
  );
});
