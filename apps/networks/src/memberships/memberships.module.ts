import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipEnds } from '../membership-ends.js';
import { MembershipActsController } from './membership-acts.controller.js';
import { MembershipActsService } from './membership-acts.service.js';
import { MembershipRecord } from './membership.entity.js';
import { MembershipsController } from './memberships.controller.js';
import { MembershipsService } from './memberships.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([MembershipRecord])],
  controllers: [MembershipsController, MembershipActsController],
  providers: [MembershipsService, MembershipActsService, MembershipEnds],
  exports: [MembershipEnds],
})
export class MembershipsModule {}
