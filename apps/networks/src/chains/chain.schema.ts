import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Money } from '@passerelle/domain/money';
import { Period } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { ActivityInChain } from '../activities/activities.api.js';
import { ChainResource, mostBases, passageInPlan, PracticeInChain, processName } from '../practices/practices.api.js';
import { VisitInChain } from '../visits/visits.api.js';

// From the trip on which a practice was seen to the plan that uses it, read from both ends.

/** As its service writes it. */
export const RecordTitle = LocalizedText(1, 300);

const ChainRecord = z
  .object({
    resource: ChainResource,
    id: z.uuid().describe('Of the record'),
    href: z.url().describe('Where it is read'),
    ref: HumanReference.optional(),
    title: RecordTitle.optional(),
    period: Period.optional().describe('Its days, as far as they are known'),
  })
  .meta({ id: 'ChainRecord', description: 'A record by its name' });

const mostLinks = mostBases + 4;
const Withheld = z
  .object({ resource: ChainResource, count: z.int().min(1).describe('How many') })
  .meta({ id: 'WithheldLinks', description: 'How many records of a kind you may not see' });
const Unknown = z
  .object({ resource: ChainResource, id: z.uuid().describe('Of the record') })
  .meta({ id: 'UnknownLink', description: 'A record that is not known any more' });

/** A reader sees how much is missing, and why. */
const missing = {
  withheld: z.array(Withheld).max(mostLinks).describe('The links that you may not see, counted by the kind of record'),
  unknown: z.array(Unknown).max(mostLinks).describe('The links to records that were taken back'),
};

const ChainOrigin = z
  .object({
    visit: VisitInChain.optional(),
    activity: ActivityInChain.optional(),
    project: ChainRecord.optional(),
    basedOn: z.array(ChainRecord).max(mostBases).describe('The other records that it rests on'),
  })
  .meta({ id: 'ChainOrigin', description: 'Where it came from' });

const ChainTarget = z
  .object({
    kind: CodeOf('practiceTargets'),
    record: ChainRecord.optional(),
    ...passageInPlan,
    name: processName.optional(),
  })
  .meta({ id: 'ChainTarget', description: 'What it went into' });

export const PracticeChain = z
  .object({
    self: z.url(),
    practice: PracticeInChain,
    from: ChainOrigin,
    into: ChainTarget.optional(),
    ...missing,
  })
  .meta({ id: 'PracticeChain', description: 'A practice, with the visit that it came from and the plan that uses it' });

const PlanInfluence = PracticeInChain.extend({
  ...passageInPlan,
  visit: VisitInChain.optional(),
  activity: ActivityInChain.optional(),
  ...missing,
}).meta({ id: 'PlanInfluence', description: 'A practice that a plan uses, with its origin' });

export const mostInfluences = 100;

const number = z.int().min(0);
const InfluenceVisits = z
  .object({
    number: number.describe('How many visits, each counted once'),
    withCost: number.describe('Of how many of them the cost is known'),
    cost: Money.optional().describe('The sum of the known costs; absent where none is known'),
    withCarbon: number.describe('Of how many of them the carbon is known'),
    kilograms: number.optional().describe('The sum of the known CO2 equivalents; absent where none is known'),
  })
  .meta({ id: 'InfluenceVisits', description: 'The visits behind the practices, with their cost and carbon' });

export const PlanInfluences = z
  .object({
    self: z.url(),
    plan: ChainRecord,
    practices: z.array(PlanInfluence).max(mostInfluences).describe('The last adopted first, in any state'),
    total: number.describe('How many there are that you may see'),
    withheld: number.describe('How many others there are'),
    visits: InfluenceVisits.describe('Behind all practices that you may see; without the visits that you may not see'),
  })
  .meta({ id: 'PlanInfluences', description: 'What a plan took from other cities and regions' });
