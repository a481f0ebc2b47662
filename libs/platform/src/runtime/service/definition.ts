import type { DynamicModule, INestApplication, INestMicroservice, Type } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import type { ReferenceList } from '@passerelle/domain/reference-list';
import type { z } from 'zod';
import type { ServiceSettings } from '../../kernel/config/index.js';
import type { Database, Migrations } from '../../data/database/index.js';
import type { FactKind } from '../../events/facts/index.js';
import type { OperationServer } from '../operations/index.js';
import type { Sentences, Transition } from '../../kernel/problems/index.js';
import type { Policy } from '../../access/rights/index.js';
import type { Logger } from '../../kernel/telemetry/index.js';
import type { Gauges } from './health.js';

/** The definition of a service as data. */
export interface ServiceDefinition<Settings extends ServiceSettings = ServiceSettings> {
  readonly name: string;
  /** Prefix of human references: `CO`. */
  readonly referencePrefix: string;
  readonly module: Type;
  readonly settings: z.ZodObject & z.ZodType<Settings>;
  readonly migrations: Migrations;
  readonly facts: readonly FactKind[];
  /** The code lists that it owns; the door serves those of all services at `/v1/refData`. */
  readonly codeLists?: readonly ReferenceList[];
  /** What it says of single fields of the input, in the caller's language; the platform's sentences alone when absent. */
  readonly sentences?: Sentences;
  /** The services whose facts it reads; only the ledger reads all. The broker's permissions allow no other stream. */
  readonly consumes?: readonly string[] | 'all';
  /** The access policy: an entry for every operation that is not open to all. */
  readonly policy: Policy;
  /** The state machines of its records, by resource; rules, documentation and tests read them. */
  readonly states?: Readonly<Record<string, readonly Transition[]>>;
  /** Operator jobs, by name: `node main.js rebuild` runs one and exits. */
  readonly jobs?: Readonly<Record<string, (database: Database) => Promise<void>>>;
  /** Jobs that change what a running service may not: they connect as the owner of the schema, as `migrate` does. */
  readonly ownerJobs?: Readonly<Record<string, OwnerJob>>;
  /** Only the service with the HTTP door creates another kind of Nest application. */
  readonly door?: (root: DynamicModule, context: ServiceContext<Settings>) => Promise<Door>;
}

/** `facts` are those of the service's definition. */
export type OwnerJob = (database: Database, facts: readonly FactKind[]) => Promise<void>;

/** An HTTP application in addition to the operations: opened last, closed first. */
export interface Door {
  readonly app: INestApplication;
  open(): Promise<void>;
  /** Accepts no new requests, and returns when those in flight are answered. */
  close(): Promise<void>;
}

/** The service that a feature runs in; injected by this class. */
export class ServiceContext<Settings extends ServiceSettings = ServiceSettings> {
  constructor(
    readonly name: string,
    readonly referencePrefix: string,
    readonly version: string,
    readonly settings: Settings,
    readonly connection: NatsConnection,
    readonly server: OperationServer,
    readonly logger: Logger,
    /** Adds metrics of a feature. */
    readonly measure: (gauges: Gauges) => void,
    /** From its definition. */
    readonly consumes: readonly string[] | 'all' = [],
    /** Aborted when the service leaves: calls that wait for news end then, so that calls in flight are answered in time. */
    readonly leaving: AbortSignal = new AbortController().signal,
  ) {}
}

export type Application = INestMicroservice | INestApplication;
