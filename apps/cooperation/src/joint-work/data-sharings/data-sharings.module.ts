import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSharingRecord } from './data-sharing.entity.js';
import { DataSharingsController } from './data-sharings.controller.js';
import { DataSharingsService } from './data-sharings.service.js';
import { DeliveryWatch } from './delivery-watch.js';

@Module({
  imports: [TypeOrmModule.forFeature([DataSharingRecord])],
  controllers: [DataSharingsController],
  providers: [DataSharingsService, DeliveryWatch],
})
export class DataSharingsModule {}
