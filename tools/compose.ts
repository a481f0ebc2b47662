// `npm run compose -- secrets [folder]` generates the secret files of docker/compose.yaml; `-- nats` regenerates docker/nats.conf.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { containerNatsConfig } from './compose/nats.ts';
import { newSecrets, writeSecrets } from './compose/secrets.ts';

const root = join(import.meta.dirname, '..');
const [task, folder = '.run/compose'] = process.argv.slice(2);

if (task === 'secrets') makeSecrets(resolve(root, folder));
else if (task === 'nats') writeFileSync(join(root, 'docker/nats.conf'), containerNatsConfig());
else stop('npm run compose -- secrets [folder] | nats');

function makeSecrets(target: string): void {
  if (existsSync(target))
    stop(`${target} exists: databases and broker remember those secrets. Delete it with their volumes, or keep it.`);
  const secrets = newSecrets();
  writeSecrets(target, secrets);
  console.log(`${Object.keys(secrets).length} secrets in ${target}`);
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
