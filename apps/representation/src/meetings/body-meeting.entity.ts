import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { BodyContext } from '../bodies/bodies.api.js';
import {
  BodyMeetingState,
  bodyMeetingRelations,
  BodyMeetingTerms,
  type BodyMeetingChange,
  type BodyMeetingStatus,
  type NewBodyMeeting,
} from './body-meeting.schema.js';

const upcoming: readonly BodyMeetingStatus[] = ['announced', 'prepared'];

/** What remains open to correction once the meeting has begun, or was cancelled. */
const lasting: readonly string[] = ['papers', 'themes', 'departments', 'classification'];

export interface BodyMeetingRecord extends Stored<typeof BodyMeetingState> {}

/** A meeting of a body in which the Region is represented: who goes, what came of it, and when the report is due. */
@StoredAs('body_meeting', BodyMeetingState)
export class BodyMeetingRecord {
  static readonly relations = bodyMeetingRelations;

  static announce(name: Name, terms: NewBodyMeeting, body: BodyContext): BodyMeetingRecord {
    const { themes = body.themes, level = body.level, objective = body.objective } = terms;
    const beginning = { version: 1, status: 'announced' as const, bodyId: body.id, delegates: [] };
    const days = { preparedOn: null, reportDueOn: null, reportOverdueOn: null, reportedOn: null };
    return Object.assign(new BodyMeetingRecord(), name, beginning, days, terms, { themes, level, objective });
  }

  change(terms: BodyMeetingChange): void {
    if (!Object.keys(terms).every((term) => this.mayChange(term))) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, BodyMeetingTerms, terms);
  }

  private mayChange(term: string): boolean {
    return upcoming.includes(this.status) || lasting.includes(term);
  }
}
