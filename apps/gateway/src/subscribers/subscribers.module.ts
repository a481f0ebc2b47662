import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { KnownSubscribers } from './known-subscribers.api.js';
import { SubscriberRecord } from './subscriber.entity.js';
import { SubscriberProgress } from './subscribers.api.js';
import { Subscribers } from './subscribers.operations.js';

@Module({
  imports: [ApiKeysModule, TypeOrmModule.forFeature([SubscriberRecord])],
  controllers: [Subscribers],
  providers: [KnownSubscribers, SubscriberProgress],
  exports: [KnownSubscribers, SubscriberProgress],
})
export class SubscribersModule {}
