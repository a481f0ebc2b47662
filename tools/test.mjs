// `npm test`: see test.ts, which needs the packages and the Node that this line provides.
import { handOver } from './bootstrap.mjs';

await handOver('test.ts');
