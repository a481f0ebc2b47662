import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipRecord } from './membership.entity.js';
import { Memberships } from './memberships.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([MembershipRecord])], controllers: [Memberships] })
export class MembershipsModule {}
