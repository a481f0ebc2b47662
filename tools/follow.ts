// `npm run follow -- CO-2026-0001`: follows one record by its trace id, from its HTTP request to the figures in which it counts.
// For operators of a stack of `npm start`: it reads the logs, the databases and the streams of the running stack.
import { readyStack } from './follow/stack.ts';
import { factsOf, ledgerRow, figuresOf, streamMessage } from './follow/stations.ts';
import type { LoggedFact, Station } from './follow/stations.ts';
import { linesOfTrace } from './follow/logs.ts';

const reference = process.argv[2] ?? '';
const services: Readonly<Record<string, string>> = {
  CO: 'cooperation',
  RP: 'representation',
  NW: 'networks',
  PJ: 'projects',
};
const service = services[reference.slice(0, 2)];
if (service === undefined || !/^[A-Z]{2}-\d{4}-\d{4,}$/.test(reference)) {
  console.error('usage: npm run follow -- <reference>, for example PJ-2026-0001');
  process.exit(2);
}

const stack = readyStack();
const facts = await factsOf(stack, service, reference);
if (facts.length === 0) {
  console.error(`${service} knows no record ${reference}`);
  process.exit(1);
}
console.log(`${reference}: ${facts.length} fact(s)\n`);
for (const fact of facts) await follow(fact);
process.exit(0);

async function follow(fact: LoggedFact): Promise<void> {
  console.log(`trace ${fact.trace ?? 'unknown'}   ${fact.type}   ${fact.subject} version ${fact.version}`);
  const onTheWay = fact.trace === undefined ? [] : linesOfTrace(stack.logs, fact.trace);
  const stations: Station[] = [
    ...onTheWay,
    {
      where: `${service}: event log`,
      at: fact.recordedAt,
      what: `internal sequence ${fact.sequence}, event ${fact.id}`,
    },
    await streamMessage(stack, fact),
    await ledgerRow(stack, fact),
  ];
  const inOrder = stations.sort((one, other) => String(one.at).localeCompare(String(other.at)));
  for (const { where, at, what } of inOrder) console.log(`  ${(at ?? '').padEnd(24)}  ${where.padEnd(28)}  ${what}`);
  for (const { where, what } of await figuresOf(stack, fact))
    console.log(`  ${''.padEnd(24)}  ${where.padEnd(28)}  ${what}`);
  console.log('');
}
