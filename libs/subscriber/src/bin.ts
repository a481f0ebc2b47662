#!/usr/bin/env node
import { runCommand } from './command.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// `follow | head` ends without a complaint.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stop.abort();
});

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  print: (line) =>
    new Promise((resolve, reject) =>
      process.stdout.write(`${line}\n`, (error) => (error instanceof Error ? reject(error) : resolve())),
    ),
  complain: (line) => void process.stderr.write(`${line}\n`),
  signal: stop.signal,
});
