/** The environment of each service: its own database role and broker user, and no other service's secrets. */
import { audience, docsClient, localParties } from './issuer.ts';
import type { NatsUser } from './nats.ts';
import { callerKeySet } from './secrets.ts';
import type { Secrets } from './secrets.ts';

export interface Surroundings {
  databases: Record<string, { ownerUrl: string; appUrl: string }>;
  natsUrl: string;
  natsUsers: Record<string, NatsUser>;
  gatewayPort: number;
  healthPorts: Record<string, number>;
  issuer: string;
  secrets: Secrets;
  /** For tools that measure or break the system as one client; as in production when absent. */
  rateLimits?: string;
}

/** No limit that any tool meets. */
export const unlimited = JSON.stringify({ client: 1e9, anonymous: 1e9, documents: 1e9, wrongTokens: 1e9 });

export type Environment = Record<string, string>;

export const publicUrl = ({ gatewayPort }: Surroundings): string => `http://127.0.0.1:${gatewayPort}`;

/** For the running service: its role has no DDL. */
export function environmentOf(service: string, around: Surroundings): Environment {
  const user = around.natsUsers[service];
  return {
    ...inherited(),
    DATABASE_URL: around.databases[service]?.appUrl ?? '',
    NATS_URL: around.natsUrl,
    NATS_USER: user?.user ?? '',
    NATS_PASSWORD: user?.password ?? '',
    HEALTH_PORT: String(around.healthPorts[service] ?? 0),
    PUBLIC_URL: publicUrl(around),
    CALLER_KEYS: JSON.stringify(callerKeySet(around.secrets)),
    CURSOR_KEY: around.secrets.cursors[service] ?? '',
    ...(service === 'gateway' ? environmentOfDoor(around) : {}),
  };
}

/** For `migrate`: also the owner of the schema. */
export function environmentOfMigration(service: string, around: Surroundings): Environment {
  return { ...environmentOf(service, around), DATABASE_OWNER_URL: around.databases[service]?.ownerUrl ?? '' };
}

function environmentOfDoor({ gatewayPort, issuer, natsUrl, secrets, rateLimits }: Surroundings): Environment {
  return {
    PORT: String(gatewayPort),
    ISSUERS: JSON.stringify([{ issuer, audience, parties: localParties, docsClient }]),
    CALLER_SIGNING_KEY: JSON.stringify(secrets.callerKey),
    NATS_PUBLIC_URL: natsUrl,
    ...(rateLimits === undefined ? {} : { RATE_LIMITS: rateLimits }),
  };
}

// Not the terminal's whole environment: a service must run with the variables listed here.
function inherited(): Environment {
  const names = ['PATH', 'HOME', 'TZ', 'LANG', 'LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'RATE_LIMITS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
