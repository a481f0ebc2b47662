import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { ForumMeetingsController } from './forum-meetings.controller.js';
import { ForumMeetingsService } from './forum-meetings.service.js';
import { MinutesController } from './minutes.controller.js';
import { MinutesService } from './minutes.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ForumMeetingRecord])],
  controllers: [ForumMeetingsController, MinutesController],
  providers: [ForumMeetingsService, MinutesService],
})
export class ForumMeetingsModule {}
