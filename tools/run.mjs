// Runs every npm script except `start` and `test`: `node tools/run.mjs tools/dev.ts cooperation` for a file of this
// repository, `node tools/run.mjs prettier --write .` for a program of a package. On a bare machine it installs first.
// The scripts use `exec`, because npm sends signals to the shell in between, and not every shell passes them on.
import { handOver, handOverToProgram } from './bootstrap.mjs';

// With Node's default young generation a plan of twenty thousand rows takes 305 MB instead of 202.
const options = ['--max-semi-space-size=8'];

const [what = '', ...args] = process.argv.slice(2);
await (what.endsWith('.ts') ? handOver(what, args, options) : handOverToProgram(what, args));
