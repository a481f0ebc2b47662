// `npm start`: see up.ts, which needs the packages and the Node that this line provides.
import { handOver } from './bootstrap.mjs';

await handOver('up.ts');
