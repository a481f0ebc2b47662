/** `.run/ready.json`, with the addresses and credentials of the running stack, and the same as text for the terminal. */
import { readFileSync } from 'node:fs';
import type { Surroundings } from './environment.ts';
import type { NatsUser } from './nats.ts';
import type { ProcessId } from './processes.ts';
import type { Secrets } from './secrets.ts';
import type { Broker, Server } from './servers.ts';

export interface Ready {
  gateway: string;
  issuer: string;
  tokenEndpoint: string;
  nats: string;
  natsMonitor: string;
  /** As the administrator of the server. */
  postgres: string;
  clients: Record<string, { id: string; secret: string }>;
  pids: Record<string, number>;
  /** Base of `/livez`, `/readyz` and `/metrics` of each service. */
  health: Record<string, string>;
  databases: Record<string, { ownerUrl: string; appUrl: string }>;
  natsUsers: Record<string, NatsUser>;
}

interface Running {
  around: Surroundings;
  postgres: Server;
  nats: Broker;
  services: Record<string, ProcessId>;
}

export function readyReport({ around, postgres, nats, services }: Running): Ready {
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const { clients } = around.secrets;
  const pids = { up: process.pid, postgres: postgres.process?.pid, nats: nats.process?.pid, ...pidsOf(services) };
  return {
    gateway: local(around.gatewayPort),
    issuer: around.issuer,
    tokenEndpoint: `${around.issuer}/token`,
    nats: nats.url,
    natsMonitor: nats.monitorUrl,
    postgres: postgres.url,
    clients: Object.fromEntries(Object.entries(clients).map(([id, secret]) => [id, { id, secret }])),
    pids: Object.fromEntries(Object.entries(pids).flatMap(([name, pid]) => (pid === undefined ? [] : [[name, pid]]))),
    health: Object.fromEntries(Object.entries(around.healthPorts).map(([name, port]) => [name, local(port)])),
    databases: around.databases,
    natsUsers: nats.users,
  };
}

export function readReady(path: string): Ready {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The surroundings of a service, read back from the report, to start one more instance. */
export function surroundingsOf(ready: Ready, secrets: Secrets): Surroundings {
  const portOf = (url: string) => Number(new URL(url).port);
  return {
    secrets,
    databases: ready.databases,
    natsUrl: ready.nats,
    natsUsers: ready.natsUsers,
    gatewayPort: portOf(ready.gateway),
    healthPorts: Object.fromEntries(Object.entries(ready.health).map(([name, url]) => [name, portOf(url)])),
    issuer: ready.issuer,
  };
}

/** The text for the terminal: the addresses, and one call that works when pasted. */
export function greeting({ gateway, issuer, tokenEndpoint, clients }: Ready): string {
  const [id, secret] = ['editor', clients.editor?.secret ?? ''];
  return `
  gateway    ${gateway}
  documents  ${gateway}/docs (Authorize: sign in as any client below) and ${gateway}/doc/openapi.json
  issuer     ${issuer} (clients ${Object.keys(clients).join(', ')}; their secrets: .run/ready.json)
  logs       .run/logs/
  follow     npm run access -- add BE-VLG (gives another region access to its facts, and prints how)

A token, and a call with it:

  TOKEN=$(curl -s -u '${id}:${secret}' -d grant_type=client_credentials ${tokenEndpoint} \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" ${gateway}/v1/agreements

Ctrl-C stops all of it; the records stay for the next start ("npm start -- --fresh" begins without them).
`;
}

const pidsOf = (services: Record<string, ProcessId>) =>
  Object.fromEntries(Object.entries(services).map(([name, { pid }]) => [name, pid]));
