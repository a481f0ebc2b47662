// A temporary database with all current migrations of the service.
import { createServiceDatabase } from '@passerelle/stack/service-database';
import { startPostgres, removePostgres } from '@passerelle/stack/postgres';
import { lastLines, runToEnd } from '@passerelle/stack/processes';
import { program } from '@passerelle/stack/services';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs the work on it; server and data are removed afterwards, also when the work fails or on Ctrl-C. */
export async function onScratchDatabase<T>(
  folder: string,
  service: string,
  root: string,
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const dataDir = join(folder, 'postgres');
  const interruption = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const server = await startPostgres({ dataDir, say: console.log });
  try {
    const { ownerUrl } = await createServiceDatabase(server.url, service);
    await migrate(folder, service, root, ownerUrl);
    const stopped = interruption.then((): never => {
      throw new Error('interrupted');
    });
    return await Promise.race([work(ownerUrl), stopped]);
  } finally {
    await server.stop();
    removePostgres(dataDir);
  }
}

async function migrate(folder: string, service: string, root: string, ownerUrl: string): Promise<void> {
  const log = join(folder, 'migration.log');
  const { code } = await runToEnd(program(service, ['migrate'], { DATABASE_OWNER_URL: ownerUrl }, log, root), 120_000);
  if (code !== 0) throw new Error(`The present migrations of ${service} failed:\n${lastLines(log)}`);
}
