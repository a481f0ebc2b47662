/** Free ports on this machine: every server of the stack listens on 127.0.0.1 only. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which Linux takes the ports of outgoing connections (32768 and up): a port found free here is
// not taken a moment later by a client, only by another server.
const firstPort = 20_000;
const lastPort = 32_000;

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

// A port is in use only some time after it was chosen, so a port is never given twice by one process, and processes that choose
// at the same time start at different numbers.
const given = new Set<number>();
const place = 200;
const placeOfMine = firstPort + (process.pid % ((lastPort - firstPort) / place)) * place;

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const [from, to] = attempt < 100 ? [placeOfMine, placeOfMine + place] : [firstPort, lastPort];
    const port = randomInt(from, to);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port found between ${firstPort} and ${lastPort} on 127.0.0.1`);
}

/** The wanted port if it is free; otherwise another one, with a message that says which port is taken and for what it was wanted. */
export async function choosePort(wanted: number, what: string, say: (line: string) => void): Promise<number> {
  if (await isFree(wanted)) return wanted;
  const port = await freePort();
  say(`port ${wanted} is taken by another program: ${what} takes ${port}`);
  return port;
}
