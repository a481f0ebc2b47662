import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { AsyncApi } from './asyncapi.js';
import { Callers } from './callers.js';
import { DescriptionsModule } from './descriptions.module.js';
import { Directory } from './directory.js';
import { Door } from './door.js';
import { Forwarder } from './forwarder.js';
import { Health } from './health.js';
import { OpenApi } from './openapi.js';
import { Pages } from './pages.js';
import { ProblemTypesController } from './problem-types.controller.js';
import { ProblemTypes } from './problem-types.service.js';

@Module({
  imports: [IdentityModule, LimitsModule, DescriptionsModule],
  providers: [Directory, Callers, Forwarder, Health, OpenApi, AsyncApi, ProblemTypes, Pages, Door],
  controllers: [ProblemTypesController],
})
export class DoorModule {}
