import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { BodyMeetings } from './body-meetings.operations.js';
import { FollowUpRecord } from './follow-up.entity.js';
import { FollowUps } from './follow-ups.operations.js';

/** Meetings of bodies, and what the agency does after them. */
@Module({
  imports: [TypeOrmModule.forFeature([BodyMeetingRecord, FollowUpRecord])],
  controllers: [BodyMeetings, FollowUps],
})
export class MeetingsModule {}
