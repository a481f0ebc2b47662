import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiKeyRecord } from './api-key.entity.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { KnownKeys } from './api-keys.api.js';

@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyRecord])],
  controllers: [ApiKeysController],
  providers: [ApiKeysService, KnownKeys],
  exports: [KnownKeys],
})
export class ApiKeysModule {}
