import { z } from 'zod';
import {
  AgendaItemInBrief,
  FollowUpInBrief,
  MeetingInBrief,
  PaperInBrief,
  ReportInBrief,
} from '../meetings/open-work.api.js';
import { PersonContact } from '../people/contacts.api.js';
import { PositionInBrief } from '../positions/positions.api.js';
import { MandateInBrief } from '../seats/mandates.api.js';

// What the delegates to a meeting read on the way: one read, made anew each time.

const papers = z.array(PaperInBrief).max(100);
const positions = z.array(PositionInBrief).max(200);

const BriefItem = AgendaItemInBrief.extend({
  papers,
  positions: positions.describe('Ours for this item'),
  earlier: positions.describe('Ours on the same procedure before, with what became of them'),
}).meta({ id: 'BriefItem' });

const BriefDelegate = MandateInBrief.extend({
  person: PersonContact.optional().describe('Whom to call; only for those who may read people'),
}).meta({ id: 'BriefDelegate' });

export const Brief = z
  .object({
    self: z.url(),
    meeting: MeetingInBrief.extend({ bodyAcronym: z.string() }).meta({ id: 'BriefMeeting' }),
    agenda: z.array(BriefItem).max(30),
    papers: papers.describe('Those for no single item'),
    positions: positions.describe('Ours for no single item'),
    delegates: z.array(BriefDelegate).max(20).describe('Who goes, or went, and with which mandate'),
    followUps: z.array(FollowUpInBrief).max(200).describe('What is still open from the meetings of the body'),
    reports: z.array(ReportInBrief).max(200).describe('The reports that are still missing'),
  })
  .meta({ id: 'Brief', description: 'All that is needed to go to a meeting' });
