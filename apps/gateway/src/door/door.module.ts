import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { AddressCredentialsModule } from './http/address-credentials.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { AsyncApi } from './documents/asyncapi.js';
import { Callers } from './http/callers.js';
import { DescriptionsModule } from './routing/descriptions.module.js';
import { Directory } from './routing/directory.js';
import { Door } from './door.js';
import { Forwarder } from './forwarding/forwarder.js';
import { Health } from './health.js';
import { OpenApi } from './documents/openapi.js';
import { Pages } from './documents/pages.js';
import { ProblemTypesController } from './documents/problem-types.controller.js';
import { ProblemTypes } from './documents/problem-types.service.js';

@Module({
  imports: [ApiKeysModule, SubscribersModule, AddressCredentialsModule, LimitsModule, DescriptionsModule],
  providers: [Directory, Callers, Forwarder, Health, OpenApi, AsyncApi, ProblemTypes, Pages, Door],
  controllers: [ProblemTypesController],
})
export class DoorModule {}
