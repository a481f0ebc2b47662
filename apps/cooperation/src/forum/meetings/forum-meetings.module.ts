import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { ForumMeetings } from './forum-meetings.operations.js';

@Module({ imports: [TypeOrmModule.forFeature([ForumMeetingRecord])], controllers: [ForumMeetings] })
export class ForumMeetingsModule {}
