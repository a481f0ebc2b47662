import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { ServiceSettings } from '../config/index.js';
import type { Logger } from '../telemetry/index.js';

export const inboxOf = (settings: ServiceSettings): string => `_INBOX.${settings.NATS_USER}`;

/** Connects for ever: the client's default gives up after twenty seconds and leaves a service that answers nothing. */
export async function connectNats(settings: ServiceSettings, service: string, logger: Logger): Promise<NatsConnection> {
  const connection = await connect({
    servers: settings.NATS_URL.split(','),
    user: settings.NATS_USER,
    pass: settings.NATS_PASSWORD,
    name: service,
    inboxPrefix: inboxOf(settings),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 250,
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 5_000,
    ignoreAuthErrorAbort: true,
    // Else each request makes two errors beforehand, with their stacks, for the case that it fails.
    noAsyncTraces: true,
  });
  void report(connection, logger);
  return connection;
}

async function report(connection: NatsConnection, logger: Logger): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'reconnect')
      logger.warn({ nats: status.type }, 'connection to NATS');
    if (status.type === 'error') logger.error({ nats: String(status.error) }, 'NATS');
  }
}

export const isConnected = (connection: NatsConnection): Promise<boolean> =>
  Promise.race([
    connection.flush().then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((resolve) => setTimeout(resolve, 500, false).unref()),
  ]);
