import { Module } from '@nestjs/common';
import { auditModule } from '@passerelle/platform/audit';
import { referenceModule } from '@passerelle/platform/reference';
import { AgreementsModule } from './agreements/agreements.module.js';
import { ClockModule } from './clock.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { ForumMeetingsModule } from './forum-meetings/forum-meetings.module.js';
import { PartiesModule } from './parties/parties.module.js';

@Module({
  imports: [
    auditModule('cooperation'),
    referenceModule([
      'actionStates',
      'countingRules',
      'decisionKinds',
      'forumMeetingStates',
      'forumTiers',
      'parties',
      'publicHolidays',
    ]),
    ClockModule,
    AgreementsModule,
    ForumMeetingsModule,
    DecisionsModule,
    PartiesModule,
  ],
})
export class AppModule {}
