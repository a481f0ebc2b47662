// `npm run access -- add BE-VLG | add public | list | end <client> | nats`: who may follow data products, from the command line. For the
// stack of `npm start`; elsewhere give `--gateway`, and the token of an administrator in PASSERELLE_TOKEN. The answer of `add` is
// what the engineer of the other system needs, and nothing else is written to the output: it can be piped into a mail.
import { parseArgs } from 'node:util';
import { connect } from './access/administrator.ts';
import { add, end, list, nats, type Options } from './access/commands.ts';
import { Failure, reasonOf } from './access/failure.ts';

const usage = `usage: npm run access -- add <party | public> [--client <name>] [--contact <mailbox>] [--description <text>]
                              [--issuer <address> [--client-id <name>] [--audience <name>]] [--nats | --nats-key <key>]
       npm run access -- list [--all]
       npm run access -- end <client>
       npm run access -- nats [<client> [--nats-key <key>]]
elsewhere than at npm start: PASSERELLE_TOKEN=… npm run access -- list --gateway https://passerelle.example [--nats-folder <folder>]`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ gateway: text, client: text, contact: text, description: text, issuer: text, 'client-id': text, audience: text },
  ...{ 'nats-key': text, 'nats-folder': text, nats: flag, all: flag },
} as const;

const commands = { add, list, end, nats };
/** Those that need a name, and those that take none; `nats` may do without. */
const needsName = { add: true, end: true, list: false, nats: undefined };

try {
  const { name, subject, given } = read();
  const administrator = await connect(given.gateway);
  await commands[name](administrator, subject, given);
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = error instanceof Failure && error.isOfUse ? 2 : 1;
}

function read(): { name: keyof typeof commands; subject: string; given: Options } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const [name, subject, ...others] = positionals;
    const isKnown = name === 'add' || name === 'list' || name === 'end' || name === 'nats';
    if (isKnown && others.length === 0 && needsName[name] !== (subject === undefined))
      return { name, subject: subject ?? '', given: values };
  } catch (error) {
    throw new Failure(`${reasonOf(error)}\n${usage}`, true);
  }
  throw new Failure(usage, true);
}
