import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementRecord } from './agreement.entity.js';
import { AgreementsController } from './agreements.controller.js';
import { AgreementsService } from './agreements.service.js';
import { CadenceWatch } from './cadence-watch.js';

@Module({
  imports: [TypeOrmModule.forFeature([AgreementRecord])],
  controllers: [AgreementsController],
  providers: [AgreementsService, CadenceWatch],
})
export class AgreementsModule {}
