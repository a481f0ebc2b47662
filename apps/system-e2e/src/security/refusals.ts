import { PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';

/** The subjects that the server refused to this connection during `act`; closes it. */
export async function refusals(connection: NatsConnection, act: () => void): Promise<Set<string>> {
  const refused = new Set<string>();
  const statuses = connection.status();
  const listening = (async () => {
    for await (const status of statuses)
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(status.error.subject);
  })();
  act();
  // Refusals arrive before the answer to this ping.
  await connection.flush();
  await new Promise((resume) => setTimeout(resume, 50));
  await connection.close();
  await listening;
  return refused;
}
