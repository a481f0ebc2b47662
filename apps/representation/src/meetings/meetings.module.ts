import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BodiesModule } from '../bodies/bodies.module.js';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { BodyMeetings } from './body-meetings.operations.js';

@Module({
  imports: [TypeOrmModule.forFeature([BodyMeetingRecord]), BodiesModule],
  controllers: [BodyMeetings],
})
export class MeetingsModule {}
