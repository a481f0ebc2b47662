// The way over NATS. It needs the package @nats-io/transport-node, which is why nothing else of this package imports it.
import { examineNats } from './nats-examination.js';
import type { NatsOptions } from './nats-connection.js';
import { NatsPages } from './nats-pages.js';
import type { Way } from './way.js';

/** For `follow` and `diagnose`: `over: overNats({ servers: 'nats://…', seed })`. */
export const overNats = (options: NatsOptions): Way => ({
  pages: (reading) => new NatsPages(options, reading),
  examine: (examined) => examineNats(options, examined),
});
