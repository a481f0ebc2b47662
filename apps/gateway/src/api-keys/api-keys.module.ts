import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeyRecord } from './api-key.entity.js';
import { KnownKeys } from './api-keys.api.js';
import { ClientKeys } from './client-keys.api.js';
import { ApiKeys } from './api-keys.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyRecord])],
  controllers: [ApiKeys],
  providers: [KnownKeys, ClientKeys],
  exports: [KnownKeys, ClientKeys],
})
export class ApiKeysModule {}
