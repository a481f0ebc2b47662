import { Module } from '@nestjs/common';
import { referenceModule } from '@passerelle/platform/reference';
import { AgreementsModule } from './agreements/agreements.module.js';
import { ForumMeetingsModule } from './forum-meetings/forum-meetings.module.js';

@Module({ imports: [referenceModule(['forumTiers', 'parties']), AgreementsModule, ForumMeetingsModule] })
export class AppModule {}
