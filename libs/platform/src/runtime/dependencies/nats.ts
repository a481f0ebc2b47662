import { connect, errors, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import type { ServiceSettings } from '../../kernel/config/index.js';
import type { Logger } from '../../kernel/telemetry/index.js';
import { within } from '../../kernel/timeout/index.js';

export const inboxOf = (settings: ServiceSettings): string => `_INBOX.${settings.NATS_USER}`;

/** Without scheme and credentials, for messages. */
export const serversOf = ({ NATS_URL }: ServiceSettings): string[] =>
  NATS_URL.split(',').map((url) => url.trim().replace(/^.*(:\/\/|@)/, ''));

const optionsOf = (settings: ServiceSettings, service: string): ConnectionOptions => ({
  servers: settings.NATS_URL.split(','),
  user: settings.NATS_USER,
  pass: settings.NATS_PASSWORD,
  name: service,
  inboxPrefix: inboxOf(settings),
});

/** Reconnects for ever: by default the client gives up after twenty seconds, and the service would answer nothing any more. */
export const connectNats = (settings: ServiceSettings, service: string, stop: AbortSignal): Promise<NatsConnection> =>
  connect({
    ...optionsOf(settings, service),
    // Otherwise the client drops servers from its list that are down at the start.
    waitOnFirstConnect: true,
    // Called before every attempt: the only place where a client that never connected can be made to give up.
    reconnectToServer: () => {
      stop.throwIfAborted();
      return null;
    },
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 250,
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 5_000,
    ignoreAuthErrorAbort: true,
    // Otherwise each request creates two errors with their stacks in advance.
    noAsyncTraces: true,
  });

/** A second client, for one attempt: the one that reconnects for ever does not report why it fails. */
export async function probeNats(settings: ServiceSettings, service: string): Promise<void> {
  const options = { ...optionsOf(settings, service), reconnect: false, timeout: 2_000 };
  const connection = await connect(options);
  await connection.close();
}

/** Watches the connection: `onChange` is called when it is lost and when it is back. */
export async function follow(
  connection: NatsConnection,
  logger: Logger,
  onChange: (connected: boolean) => void,
): Promise<void> {
  let connected = true;
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'reconnect') {
      connected = status.type === 'reconnect';
      onChange(connected);
    }
    // Each attempt to reconnect repeats its error, which is already logged as the reason of the lost connection.
    if (status.type === 'error' && connected && !(status.error instanceof errors.AuthorizationError))
      logger.error({ nats: String(status.error) }, 'NATS');
  }
}

export const answers = (connection: NatsConnection): Promise<boolean> =>
  within(
    connection.flush().then(
      () => true,
      () => false,
    ),
    2_000,
    () => false,
  );
