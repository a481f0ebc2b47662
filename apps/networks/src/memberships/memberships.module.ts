import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { VisibilityCascade } from '@passerelle/platform/features/records';
import { MembershipEnds } from '../membership-ends.js';
import { MembershipRecord } from './membership.entity.js';
import { Memberships } from './memberships.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([MembershipRecord])],
  controllers: [Memberships],
  providers: [MembershipEnds, VisibilityCascade],
  exports: [MembershipEnds, VisibilityCascade],
})
export class MembershipsModule {}
