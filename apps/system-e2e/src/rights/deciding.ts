// Tests the deciding code without a running service: the guard that admits, the actor of a call, the records and the
// lists. They are the product's own; only the handler belongs to the test, and reads a record of each kind in one
// transaction.
import { findOrRefuse, type Actor, type Tx } from '@passerelle/platform/data/database';
import { CallerTokenMint, CallerTokenVerifier } from '@passerelle/platform/access/identity';
import { OperationServer, type Call } from '@passerelle/platform/runtime/operations';
import { Refusal, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { createLogger } from '@passerelle/platform/kernel/telemetry';
import { headerJson, rpcHeaders, type RpcReply } from '@passerelle/platform/kernel/rpc';
import { callerKeys } from '@passerelle/testing/start-app';
import type { NatsConnection } from '@nats-io/transport-node';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { randomUUID } from 'node:crypto';
import { defer, type Observable } from 'rxjs';
import { z } from 'zod';
import type { Bound, TestedService, List } from './tested-service.ts';
import type { DecidedClass } from './classes.ts';
import { expected, isListed, type Outcome, type Question } from './expectation.ts';
import type { Principal } from './principals.ts';
import { home, type Kind } from './regions.ts';

/** Makes an actor decide otherwise: so a test proves that it would notice. */
export type Bend = (actor: Actor) => Actor;

const unbent: Bend = (actor) => actor;

const Outcomes = z.object({ outcomes: z.record(z.string(), z.union([z.string(), z.number()])) });
const Page = z.object({ items: z.array(z.looseObject({ id: z.string() })), total: z.number() });

const noQuery = z.strictObject({});
/** Whether every record is read, or only the first and the last. */
const Looked = z.strictObject({ records: z.enum(['every', 'few']) });
const noVersion = 999;

/** A substitute for the operation: the same grants, scope and, for a list, the same query and answer. */
function probeOf({ operation, access }: DecidedClass, index: number): Bound {
  const { body: _, ...rest } = operation;
  const probe = {
    ...rest,
    subject: `probe.${index}`,
    method: 'GET',
    path: '/v1/probe',
    status: 200,
    params: Looked,
  } as const;
  return access === 'list' ? probe : { ...probe, query: noQuery, returns: Outcomes, resource: 'probes' };
}

/** The call that the guard and the interceptor produce. */
const isCall = (arrival: unknown): arrival is Call<undefined, 'records', z.infer<List['query']>> =>
  typeof arrival === 'object' && arrival !== null && 'actor' in arrival && 'query' in arrival;

/** The outcome of a lookup: allowed, or a status; a version that no record has is refused last. */
async function outcomeOf(lookup: Promise<unknown>): Promise<string | number> {
  try {
    await lookup;
    return 'allowed';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.kind === stalePrecondition ? 'allowed' : error.kind.status;
  }
}

export class Deciding {
  private readonly mint = new CallerTokenMint(callerKeys.signing);
  private readonly server: OperationServer;
  private readonly subjects = new Map<DecidedClass, string>();

  /** A service passes its connection; nothing is sent here. */
  constructor(
    private readonly tested: TestedService,
    readonly classes: readonly DecidedClass[],
    unused: NatsConnection,
    private readonly bend: Bend = unbent,
  ) {
    const probes = classes.map(probeOf);
    this.server = new OperationServer({
      service: tested.service,
      connection: unused,
      operations: probes,
      verifier: new CallerTokenVerifier(callerKeys.public, tested.service),
      home,
      publicUrl: 'http://passerelle.test',
      cursorKey: 'signs the cursors of a test of rights',
      logger: createLogger(tested.service, 'silent'),
      inFlight: 200,
      queue: 1_000,
    });
    for (const [index, each] of classes.entries()) this.serve(each, `probe.${index}`);
  }

  private serve(each: DecidedClass, subject: string): void {
    const { guard, interceptor } = this.server.enhancers();
    this.subjects.set(each, subject);
    this.server.addHandler(subject, async (arrival: unknown): Promise<Observable<unknown>> => {
      const context = new ExecutionContextHost([arrival]);
      await guard.canActivate(context);
      return interceptor.intercept(context, { handle: () => defer(() => this.perform(each, arrival)) });
    });
  }

  private async perform(each: DecidedClass, arrival: unknown): Promise<unknown> {
    if (!isCall(arrival)) throw new Error('the guard and the interceptor make a call of a request');
    const call = { ...arrival, actor: this.bend(arrival.actor) };
    const { database } = this.tested;
    const list = this.tested.listOf(each.operation);
    if (each.access === 'list' && list !== undefined) return list.read(database, call);
    if (each.access === 'admission') return { outcomes: {} };
    const rows = this.recordsIn(each.table, call.params.records === 'every');
    const look = (version?: number) => async (tx: Tx) => ({ outcomes: await this.outcomes(tx, each, rows, version) });
    return each.access === 'act' ? database.transaction(call, look(noVersion)) : database.read(call, look());
  }

  private recordsIn(table: string, isEvery: boolean): [Kind, string][] {
    const rows: [Kind, string][] = [...(this.tested.rows.get(table) ?? [])];
    return [
      ...(isEvery || rows.length < 2 ? rows : [...rows.slice(0, 1), ...rows.slice(-1)]),
      ['absent', randomUUID()],
    ];
  }

  private async outcomes(
    tx: Tx,
    { table }: DecidedClass,
    rows: readonly [Kind, string][],
    version?: number,
  ): Promise<Record<string, string | number>> {
    const entity = this.tested.entities.get(table);
    if (entity === undefined) throw new Error(`${table} has no entity`);
    const outcomes: Record<string, string | number> = {};
    for (const [kind, id] of rows) outcomes[kind] = await outcomeOf(findOrRefuse(tx, entity, id, version));
    return outcomes;
  }

  private async ask(each: DecidedClass, { caller, isBrief }: Principal): Promise<RpcReply> {
    const token = await this.mint.mint(caller, this.tested.service, JSON.stringify(caller));
    const query = each.access === 'list' ? { pageSize: ['200'], total: ['true'] } : {};
    const headers = new Map<string, string>([
      [rpcHeaders.caller, token],
      [rpcHeaders.params, headerJson({ path: { records: isBrief ? 'few' : 'every' }, query })],
      [rpcHeaders.deadline, '60000'],
    ]);
    const subject = this.subjects.get(each) ?? '';
    return this.server.answer({ subject, body: new Uint8Array(), header: (name) => headers.get(name) });
  }

  /** Lists the decisions that contradict the policy. */
  async faults(each: DecidedClass, principal: Principal): Promise<string[]> {
    const { status, body } = await this.ask(each, principal);
    const { policy, all } = this.tested;
    const question = { operation: each.operation, policy, all };
    const answer: unknown = JSON.parse(new TextDecoder().decode(body));
    const differences =
      each.access === 'list' && status === 200
        ? this.listed(each, question, principal, Page.parse(answer))
        : this.differing(each, question, principal, status === 200 ? Outcomes.parse(answer).outcomes : status);
    return differences.map((difference) => `${principal.name}, ${each.access} ${each.ids.join(' ')}: ${difference}`);
  }

  private differing(
    { access, table }: DecidedClass,
    question: Question,
    principal: Principal,
    happened: number | Readonly<Record<string, string | number>>,
  ): string[] {
    const isOfRecords = access === 'detail' || access === 'act';
    const looked = isOfRecords ? this.recordsIn(table, !principal.isBrief).map(([kind]) => kind) : [undefined];
    return looked.flatMap((kind) => {
      const wanted: Outcome = expected(question, principal, kind);
      const got = typeof happened === 'number' ? happened : kind === undefined ? 'allowed' : happened[kind];
      return got === wanted ? [] : [`${kind ?? 'of no record'}: ${wanted} was expected, ${got} came`];
    });
  }

  private listed(
    each: DecidedClass,
    question: Question,
    principal: Principal,
    { items, total }: z.infer<typeof Page>,
  ): string[] {
    const rows = [...(this.tested.rows.get(each.table) ?? [])];
    const shown = new Set(items.map(({ id }) => id));
    const wrong = rows.filter(([kind, id]) => isListed(question, principal, kind) !== shown.has(id));
    return [
      ...(expected(question, principal, undefined) === 'allowed' ? [] : ['was not to be admitted']),
      ...wrong.map(([kind, id]) => `${kind} is ${shown.has(id) ? 'shown' : 'missing'}`),
      ...(total === items.length ? [] : [`${items.length} items, and a total of ${total}`]),
    ];
  }
}
