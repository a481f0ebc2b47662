import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { Language } from '@passerelle/domain/language';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { InterestUptake, mostInterests } from './interest.schema.js';

// What the acts in the life of a position ask for.

export const mostInterventions = 10;

const Intervening = {
  on: IsoDate.describe('The day'),
  bodyMeetingId: z.uuid().optional().describe('The meeting; absent for a contact outside a meeting'),
  form: CodeOf('interventionForms'),
  language: Language,
  evidence: FiledDocument.optional(),
};

const needsMeeting = ({ form, bodyMeetingId }: { form: string; bodyMeetingId?: string | undefined }) =>
  ['written', 'bilateral'].includes(form) || bodyMeetingId !== undefined;

export const NewIntervention = z
  .strictObject(Intervening)
  .refine(needsMeeting, { error: 'must name the meeting, unless it is written or bilateral', path: ['bodyMeetingId'] })
  .meta({ id: 'NewIntervention' });
export type NewIntervention = z.infer<typeof NewIntervention>;

export const Intervention = z.object(Intervening).meta({ id: 'Intervention' });
export type Intervention = z.infer<typeof Intervention>;

export const Validation = z
  .strictObject({
    on: IsoDate.describe('The day'),
    by: LocalizedText(2, 150).describe('The authority that validated it: a cabinet, an administration; never a person'),
  })
  .meta({ id: 'PositionValidation' });
export type Validation = z.infer<typeof Validation>;

/** Why a validated position goes back to a draft. */
export const Revision = z.strictObject({ reason: LocalizedMultilineText(3, 300) }).meta({ id: 'PositionRevision' });
export type Revision = z.infer<typeof Revision>;

export const CoordinationResult = z
  .enum(['consensus', 'noConsensus'])
  .meta({ id: 'CoordinationResult', description: 'Without a consensus, Belgium abstains' });
export type CoordinationResult = z.infer<typeof CoordinationResult>;

export const RegionalCoordination = z
  .strictObject({ on: IsoDate.describe('The day'), result: CoordinationResult })
  .meta({ id: 'RegionalCoordination' });
export type RegionalCoordination = z.infer<typeof RegionalCoordination>;

export const BelgianCoordination = z
  .strictObject({
    on: IsoDate.describe('The day'),
    forum: z.enum(['dge', 'cipe']).describe('Where it was sought'),
    result: CoordinationResult,
  })
  .meta({ id: 'BelgianCoordination' });
export type BelgianCoordination = z.infer<typeof BelgianCoordination>;

export const Abstention = z.strictObject({ on: IsoDate.describe('The day') }).meta({ id: 'PositionAbstention' });
export type Abstention = z.infer<typeof Abstention>;

export const AdoptedText = z
  .strictObject({ on: IsoDate.describe('The day of its adoption'), document: FiledDocument })
  .meta({ id: 'AdoptedText' });

export const Assessment = z
  .strictObject({
    on: IsoDate.describe('The day of the assessment'),
    adopted: AdoptedText.describe('The text that was adopted'),
    uptakes: z
      .array(InterestUptake)
      .min(1)
      .max(mostInterests)
      .refine((list) => distinct(list.map(({ n }) => n)), 'must not name an interest twice')
      .describe('One for each interest'),
  })
  .meta({ id: 'PositionAssessment' });
export type Assessment = z.infer<typeof Assessment>;

export const Publication = z
  .strictObject({
    on: IsoDate.describe('The day'),
    href: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .describe('Where it is'),
  })
  .meta({ id: 'PositionPublication' });
export type Publication = z.infer<typeof Publication>;

export const PositionWithdrawal = z
  .strictObject({ reason: LocalizedMultilineText(3, 300) })
  .meta({ id: 'PositionWithdrawal' });
export type PositionWithdrawal = z.infer<typeof PositionWithdrawal>;
