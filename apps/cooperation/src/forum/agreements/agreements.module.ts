import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementFollowers } from './agreements.api.js';
import { AgreementRecord } from './agreement.entity.js';
import { Agreements } from './agreements.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([AgreementRecord])],
  controllers: [Agreements],
  providers: [AgreementFollowers],
  exports: [AgreementFollowers],
})
export class AgreementsModule {}
