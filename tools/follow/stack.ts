import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The running stack, from `.run/ready.json`. */
export interface ReadyStack {
  gateway: string;
  nats: string;
  databases: Record<string, { appUrl: string }>;
  natsUsers: Record<string, { user: string; password: string }>;
  logs: string;
}

export function readyStack(): ReadyStack {
  const folder = resolve(process.env.PASSERELLE_RUN ?? join(import.meta.dirname, '../../.run'));
  const file = join(folder, 'ready.json');
  if (existsSync(file)) return { ...JSON.parse(readFileSync(file, 'utf8')), logs: join(folder, 'logs') };
  console.error('Nothing runs here: start it with npm start, then ask again.');
  process.exit(1);
}
