import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { ForumMeetingsController } from './forum-meetings.controller.js';
import { ForumMeetingsService } from './forum-meetings.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ForumMeetingRecord])],
  controllers: [ForumMeetingsController],
  providers: [ForumMeetingsService],
})
export class ForumMeetingsModule {}
