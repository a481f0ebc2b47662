/** Chooses the ports, and collects the addresses and keys that services need of each other. */
import type { Surroundings } from './environment.ts';
import { services } from './nats-config.ts';
import { choosePort } from './ports.ts';
import { say } from './progress.ts';
import type { Secrets } from './secrets.ts';
import { serviceDatabases } from './servers.ts';
import type { Broker, Server } from './servers.ts';

const firstHealthPort = 9_101;

export async function surroundings(secrets: Secrets, postgres: Server, nats: Broker): Promise<Surroundings> {
  const healthPorts: Record<string, number> = {};
  for (const [index, service] of services.entries()) {
    healthPorts[service] = await choosePort(firstHealthPort + index, `the health of ${service}`, say);
  }
  return {
    secrets,
    databases: await serviceDatabases(postgres.url, secrets),
    natsUrl: nats.url,
    natsUsers: nats.users,
    gatewayPort: await choosePort(3_000, 'the gateway', say),
    healthPorts,
    issuer: `http://127.0.0.1:${await choosePort(4_000, 'the issuer', say)}`,
  };
}
