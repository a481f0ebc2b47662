import { Classification } from '@passerelle/domain/classification';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { BasisPoints } from '@passerelle/domain/money';
import { Objective } from '@passerelle/domain/objective';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch } from '@passerelle/platform/runtime/operations';
import { open } from '@passerelle/platform/access/rights';
import { z } from 'zod';

/** A CCI number (2021TC16RFTN005), a Horizon topic, or an invented name if there is no official code. */
export const ProgrammeCode = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,59}$/)
  .describe('As the programme writes it');

const Year = z.int().min(1900).max(2199);

/** `2021-2027` as two years, the last one included; without it the programme has no foreseen end. */
export const ProgrammePeriod = z
  .strictObject({ from: Year.describe('The first year'), to: Year.optional().describe('The last year') })
  .refine(({ from, to }) => to === undefined || from <= to, {
    error: 'must not end before it begins',
    path: ['to'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'ProgrammePeriod', description: 'The years of the programme' });
export type ProgrammePeriod = z.infer<typeof ProgrammePeriod>;

/** The minimum consortium for a project to start; an absent field requires nothing. */
export const ConsortiumRule = z
  .strictObject({
    minPartners: z.int().min(1).max(100).optional().describe('The least number of partners'),
    minCountries: z.int().min(1).max(50).optional().describe('The least number of countries'),
    leadType: CodeOf('partnerTypes').optional(),
  })
  .meta({ id: 'ConsortiumRule', description: 'The least consortium with which a project may start' });
export type ConsortiumRule = z.infer<typeof ConsortiumRule>;

const rate = BasisPoints.optional();

/** Highest share that the programme pays, in basis points: of every partner, or by class of region. */
export const MaxRates = z
  .strictObject({
    everywhere: rate.describe('Of every partner'),
    lessDeveloped: rate.describe('In less developed regions'),
    transition: rate.describe('In transition regions'),
    moreDeveloped: rate.describe('In more developed regions'),
  })
  .refine((rates) => Object.keys(rates).length > 0, 'must name a rate')
  .meta({ id: 'MaxRates', description: 'The highest share that the programme pays, in basis points: 6000 is 60 %' });
export type MaxRates = z.infer<typeof MaxRates>;

const terms = {
  code: ProgrammeCode,
  name: LocalizedText(2, 300),
  period: ProgrammePeriod,
  fundingMode: CodeOf('fundingModes'),
  consortiumRule: ConsortiumRule.optional(),
  stages: z.int().min(1).max(2).optional().describe('2 if a short proposal precedes the full one'),
  maxRates: MaxRates.optional(),
  level: TerritorialLevel,
  objective: Objective,
  source: MultilineText(3, 1000).describe('Where this is written'),
};

export const NewProgramme = z.strictObject(terms).meta({ id: 'NewProgramme' });
export type NewProgramme = z.infer<typeof NewProgramme>;

export const ProgrammeChange = mergePatch(NewProgramme).meta({ id: 'ProgrammeChange' });
export type ProgrammeChange = Partial<NewProgramme>;

const state = { ...terms, classification: Classification.describe('Always `public`') };

export const {
  State: ProgrammeState,
  View: Programme,
  Summary: ProgrammeSummary,
} = shapesOf('Programme', state, ['code', 'name', 'period', 'fundingMode', 'level', 'objective']);

export const programmeRelations = open;

export const programmes = collection({
  table: 'programme',
  item: ProgrammeSummary,
  relations: programmeRelations,
  filters: filtersOf(ProgrammeState, ['code', 'fundingMode']),
  sorts: { ref: byText('ref'), code: byText('code') },
  defaultSort: 'code',
  searched: true,
});
