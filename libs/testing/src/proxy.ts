/** A proxy in front of NATS or PostgreSQL that can be down, or present a TLS certificate. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { freePort } from '@passerelle/stack/ports';
import { freshFolder } from '@passerelle/stack/test-run';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Self-signed, for this machine. */
export function newCertificate(): Certificate {
  const folder = freshFolder('certificate');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...made, '-keyout', key, '-out', cert, ...names], { stdio: 'pipe' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

/** How it serves a connection; `target` is the port of the real server. */
type Serve = (socket: Socket, target: number, certificate: Certificate | undefined) => void;

export class Proxy {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  constructor(
    readonly port: number,
    private readonly target: number,
    private readonly serve: Serve,
    private certificate: Certificate | undefined,
  ) {}

  async open(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer((socket) => {
      this.sockets.add(socket.on('close', () => this.sockets.delete(socket)));
      socket.on('error', () => socket.destroy());
      this.serve(socket, this.target, this.certificate);
    });
    this.server = server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
  }

  /** Stops listening, and closes all connections. */
  async close(): Promise<void> {
    const closed = new Promise((resume) => (this.server === undefined ? resume(undefined) : this.server.close(resume)));
    this.cut();
    await closed;
    this.server = undefined;
  }

  /** Closes all connections; new ones are accepted. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Presents this certificate from now on. */
  show(certificate: Certificate | undefined): void {
    this.certificate = certificate;
    this.cut();
  }
}

function connected(one: Socket, target: number, first?: Buffer): void {
  const other = connect(target, '127.0.0.1');
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    from
      .on('error', () => to.destroy())
      .on('close', () => to.destroy())
      .pipe(to);
  if (first !== undefined) other.write(first);
}

const requestOfTls = 80_877_103;

/** A client that requests TLS gets it, with the current certificate. */
const servePostgres: Serve = (socket, target, certificate) =>
  void socket.once('data', (first) => {
    const asksForTls = first.length === 8 && first.readInt32BE(4) === requestOfTls;
    if (!asksForTls || certificate === undefined) return connected(socket, target, first);
    socket.write('S');
    connected(new TLSSocket(socket, { isServer: true, ...certificate }), target);
  });

const greeting = { server_id: 'proxy', version: '2.14.0', proto: 1, headers: true, max_payload: 1_048_576 };

/** With a certificate it requires TLS; no client is expected to trust the certificate. */
const serveNats: Serve = (socket, target, certificate) => {
  if (certificate === undefined) return connected(socket, target);
  socket.write(`INFO ${JSON.stringify({ ...greeting, tls_required: true })}\r\n`);
  new TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => socket.destroy());
};

export async function proxyOf(kind: 'nats' | 'postgres', url: string, certificate?: Certificate): Promise<Proxy> {
  const serve = kind === 'nats' ? serveNats : servePostgres;
  const proxy = new Proxy(await freePort(), Number(new URL(url).port), serve, certificate);
  await proxy.open();
  return proxy;
}
