import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { ForumMeetingsController } from './forum-meetings.controller.js';
import { ForumMeetingsService } from './forum-meetings.service.js';
import { MeetingCascade } from './meeting-cascade.js';
import { MinutesController } from './minutes.controller.js';
import { MinutesService } from './minutes.service.js';

@Module({
  imports: [AgreementsModule, TypeOrmModule.forFeature([ForumMeetingRecord])],
  controllers: [ForumMeetingsController, MinutesController],
  providers: [ForumMeetingsService, MinutesService, MeetingCascade],
})
export class ForumMeetingsModule {}
