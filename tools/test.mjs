// `npm test`: see test.ts, which needs the packages and the Node that this call provides.
import { handOver } from './bootstrap.mjs';

await handOver('tools/test.ts', process.argv.slice(2));
