import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipEnds } from '../membership-ends.js';
import { MembershipRecord } from './membership.entity.js';
import { Memberships } from './memberships.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([MembershipRecord])],
  controllers: [Memberships],
  providers: [MembershipEnds],
  exports: [MembershipEnds],
})
export class MembershipsModule {}
