import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NetworkRecord } from './network.entity.js';
import { NetworksController } from './networks.controller.js';
import { NetworksService } from './networks.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([NetworkRecord])],
  controllers: [NetworksController],
  providers: [NetworksService],
})
export class NetworksModule {}
