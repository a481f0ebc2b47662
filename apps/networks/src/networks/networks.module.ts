import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NetworkRecord } from './network.entity.js';
import { Networks } from './networks.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([NetworkRecord])], controllers: [Networks] })
export class NetworksModule {}
