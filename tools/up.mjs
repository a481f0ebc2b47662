// `npm start`: see up.ts, which needs the packages and the Node that this call provides.
import { handOver } from './bootstrap.mjs';

await handOver('tools/up.ts', process.argv.slice(2));
