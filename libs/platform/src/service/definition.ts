import type { DynamicModule, INestApplication, INestMicroservice, Type } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { ServiceSettings } from '../config/index.js';
import type { Database, Migrations } from '../database/index.js';
import type { FactKind } from '../facts/index.js';
import type { OperationServer } from '../operations/index.js';
import type { Transition } from '../problems/index.js';
import type { Policy } from '../rights/index.js';
import type { Logger } from '../telemetry/index.js';

/** What makes one service: data, from which everything else follows. */
export interface ServiceDefinition<Settings extends ServiceSettings = ServiceSettings> {
  readonly name: string;
  /** In front of human references: `CO`. */
  readonly referencePrefix: string;
  readonly module: Type;
  readonly settings: z.ZodObject & z.ZodType<Settings>;
  readonly migrations: Migrations;
  readonly facts: readonly FactKind[];
  /** Who may do what: an entry for every operation that is not open to all. */
  readonly policy: Policy;
  /** The state machines of its records, by resource: what rules, documentation and tests all read. */
  readonly states?: Readonly<Record<string, readonly Transition[]>>;
  /** Work for an operator, by name: `node main.js rebuild` does it once and ends. */
  readonly jobs?: Readonly<Record<string, (database: Database) => Promise<void>>>;
  /** Only the service with the HTTP door makes its own kind of Nest application. */
  readonly door?: (root: DynamicModule, context: ServiceContext<Settings>) => Promise<Door>;
}

/** An HTTP application besides the operations: opened last, closed first. */
export interface Door {
  readonly app: INestApplication;
  open(): Promise<void>;
  /** Takes no new request, and returns when those in flight are answered. */
  close(): Promise<void>;
}

/** What features may ask of the service that they run in; injected by this class. */
export class ServiceContext<Settings extends ServiceSettings = ServiceSettings> {
  constructor(
    readonly name: string,
    readonly referencePrefix: string,
    readonly version: string,
    readonly settings: Settings,
    readonly connection: NatsConnection,
    readonly server: OperationServer,
    readonly logger: Logger,
  ) {}
}

export type Application = INestMicroservice | INestApplication;
