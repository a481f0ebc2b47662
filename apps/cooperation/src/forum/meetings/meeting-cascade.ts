import { Injectable } from '@nestjs/common';
import { cascadeVisibility } from '../../shared/visibility/cascade-visibility.js';
import { AgreementFollowers } from '../agreements/agreements.api.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { meetingChanged } from './forum-meeting.facts.js';

/** Meetings copy the visibility of their agreement. */
@Injectable()
export class MeetingCascade {
  constructor(followers: AgreementFollowers) {
    followers.register({
      depth: 1,
      lock: (tx, id) => tx.query('SELECT 1 FROM forum_meeting WHERE agreement_id = $1 ORDER BY id FOR UPDATE', [id]),
      follow: (tx, agreement) =>
        cascadeVisibility(tx, agreement, {
          entity: ForumMeetingRecord,
          column: 'agreement_id',
          changed: meetingChanged,
        }),
    });
  }
}
