import { NestFactory } from '@nestjs/core';
import { NestMicroservice } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DynamicModule } from '@nestjs/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ServiceSettings } from '../../kernel/config/index.js';
import { connectionOptions, Database } from '../../data/database/index.js';
import { nestLogger } from '../../kernel/telemetry/index.js';
import { ServiceContext, type Application, type Door, type ServiceDefinition } from './definition.js';

// Nest around the service's own module: first composed, then initialised, then listening.

export interface Built {
  readonly app: Application;
  readonly door: Door | undefined;
}

/** Opens the service's connection pool; waits for the database. */
export type OpenSource = (options: DataSourceOptions) => Promise<DataSource>;

/** Composed and connected; no feature's start hook has run. */
export async function buildApp<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  context: ServiceContext<Settings>,
  open: OpenSource,
): Promise<Built> {
  const root = rootModule(definition, context, open);
  const strategy = context.server;
  const options = { strategy, logger: nestLogger(context.logger), abortOnError: false };
  const door = await definition.door?.(root, context);
  const app = door?.app ?? (await NestFactory.createMicroservice(root, options));
  const { guard, interceptor, filter } = context.server.enhancers();
  app.useGlobalGuards(guard);
  app.useGlobalInterceptors(interceptor);
  app.useGlobalFilters(filter);
  // Connecting resolves the guards at once, so they must be set before.
  door?.app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  return { app, door };
}

/** Nest's `init()` of a microservice calls every hook twice (12.1.1): each feature would start its workers twice. */
export const beginApp = (app: Application): Promise<unknown> =>
  app instanceof NestMicroservice ? app.registerModules() : app.init();

export const listen = async (app: Application): Promise<void> => {
  if ('startAllMicroservices' in app) await app.startAllMicroservices();
  else await app.listen();
};

/** The root module: the service's module, plus its database and context, which every feature can inject. */
function rootModule<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  context: ServiceContext<Settings>,
  open: OpenSource,
): DynamicModule {
  class Root {}
  class Platform {}
  const platform: DynamicModule = {
    module: Platform,
    global: true,
    imports: [
      TypeOrmModule.forRootAsync({
        useFactory: () => connectionOptions(context.settings, definition.name, definition.migrations),
        dataSourceFactory: (options) => open(options ?? missingOptions()),
      }),
    ],
    providers: [
      {
        provide: Database,
        useFactory: (source: DataSource) => new Database(source, definition.name),
        inject: [DataSource],
      },
      { provide: ServiceContext, useValue: context },
    ],
    exports: [Database, ServiceContext],
  };
  return { module: Root, imports: [platform, definition.module] };
}

function missingOptions(): never {
  throw new Error('Nest must give the options of the database');
}
