import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementFollowers } from './agreements.api.js';
import { AgreementRecord } from './agreement.entity.js';
import { AgreementsController } from './agreements.controller.js';
import { AgreementsService } from './agreements.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AgreementRecord])],
  controllers: [AgreementsController],
  providers: [AgreementsService, AgreementFollowers],
  exports: [AgreementFollowers],
})
export class AgreementsModule {}
