import { commandsIn } from './commands.ts';

it('finds what a reader would type, once', () => {
  const page =
    'Type `npm start` or `x`.\n```sh\nnpm start   # all of it\ncurl -s "http://a#b"\n\n```\n```ts\nnpm no\n```\n';
  expect(commandsIn(page)).toEqual(['npm start', 'curl -s "http://a#b"']);
});
