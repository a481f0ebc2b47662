import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { ForumMeetings } from './forum-meetings.operations.js';
import { MeetingCascade } from './meeting-cascade.js';

@Module({
  imports: [AgreementsModule, TypeOrmModule.forFeature([ForumMeetingRecord])],
  controllers: [ForumMeetings],
  providers: [MeetingCascade],
})
export class ForumMeetingsModule {}
