import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ServiceSettings } from '../../kernel/config/index.js';
import { connectionOptions } from './connection.js';

// A server that dies during its greeting: the greeting and the error arrive together, before the connection has a listener.

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const signedIn = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const dying = message(
  'E',
  Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
);

let server: Server;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(Buffer.concat([signedIn, ready, dying])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

it('survives a PostgreSQL that dies during its greeting', async () => {
  const { port } = server.address() as AddressInfo;
  const settings = { DATABASE_URL: `postgres://app@127.0.0.1:${port}/none`, DATABASE_POOL: 2 } as ServiceSettings;
  const source = new DataSource(connectionOptions(settings, 'notes', []) as DataSourceOptions);
  await expect(source.initialize()).rejects.toThrow(/connection|queryable|terminat/i);
});
