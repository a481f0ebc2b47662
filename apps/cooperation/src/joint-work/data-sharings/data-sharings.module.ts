import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSharingRecord } from './data-sharing.entity.js';
import { DataSharings } from './data-sharings.operations.js';
import { DeliveryWatch } from './delivery-watch.js';

@Module({
  imports: [TypeOrmModule.forFeature([DataSharingRecord])],
  controllers: [DataSharings],
  providers: [DeliveryWatch],
})
export class DataSharingsModule {}
