import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Money } from '@passerelle/domain/money';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// What memberships cost and gave in some days: the page with which the unit decides whether to keep them.

/** Running memberships that one answer shows; a region has tens. */
export const mostMemberships = 200;

export const BenefitsQuery = z
  .strictObject({
    from: IsoDate.describe('The first day'),
    to: IsoDate.describe('The last day'),
    networkId: z.uuid().optional().describe('Only memberships of this network'),
    decideByTo: IsoDate.optional().describe('Only memberships to be decided on by this day, and not decided yet'),
  })
  .refine(({ from, to }) => from <= to, {
    error: 'must not be earlier than from',
    path: ['to'],
    params: { issue: 'invalidPeriod' },
  });
export type BenefitsQuery = z.infer<typeof BenefitsQuery>;

const count = z.int().min(0);

const Missions = z
  .object({
    count: count.describe('Missions that began in these days and were made'),
    cost: Money.optional().describe('The sum of those whose costs are known; absent where none is'),
    costKnown: count.describe('Of how many the costs are known'),
    kilograms: count
      .optional()
      .describe('CO2 equivalent of those whose carbon is known, in kilograms; absent where none is'),
    carbonKnown: count.describe('Of how many the carbon is known'),
  })
  .meta({ id: 'MissionsOfMembership' });

const PracticeCounts = z
  .object({
    seen: count.describe('Practices that were seen at these activities and on these visits'),
    adopted: count.describe('Of these, how many were adopted until today, also if implemented since'),
    implemented: count.describe('Of these, how many were implemented until today'),
  })
  .meta({ id: 'PracticesOfMembership' });

const Benefit = z
  .object({
    membershipId: z.uuid(),
    ref: HumanReference.describe('Of the membership'),
    networkId: z.uuid(),
    network: LocalizedText(2, 300).describe('The name of the network'),
    acronym: Text(1, 40).optional().describe('The short name of the network'),
    holderKind: CodeOf('holderKinds'),
    category: CodeOf('membershipCategories'),
    membershipYearId: z.uuid().optional().describe('The year that is open now, which can be reviewed and paid'),
    decideBy: IsoDate.optional().describe('The last day for the review of that year'),
    decidedOn: IsoDate.optional().describe('The day of its review, or of a notice'),
    verdict: CodeOf('reviewVerdicts').optional().describe('That of the review, once it is given'),
    fee: Money.describe('The known fees of the years that reach into these days'),
    paid: Money.describe('Fees paid in these days, for whichever year'),
    feeUnknown: z.boolean().describe('Whether one of those fees is not known, or no year was opened'),
    activities: z
      .array(z.object({ part: CodeOf('activityParts'), count }).meta({ id: 'ActivitiesOfPart' }))
      .max(20)
      .describe('Activities of the network that began in these days, by our part in them'),
    missions: Missions,
    delegations: count.describe('Delegations received in the context of the network'),
    offices: z
      .array(CodeOf('officeRoles'))
      .max(100)
      .describe('The roles of the offices that this membership holds on the last day'),
    visibilityItems: count.describe('How often work of ours was shown at these activities and on these visits'),
    practices: PracticeCounts,
  })
  .meta({ id: 'MembershipBenefit', description: 'What one membership cost and gave' });
export type Benefit = z.infer<typeof Benefit>;

export const MembershipBenefits = z
  .object({
    from: IsoDate,
    to: IsoDate,
    items: z.array(Benefit).max(mostMemberships).describe('The running memberships, those to be decided on first'),
  })
  .meta({
    id: 'MembershipBenefits',
    description:
      'What memberships cost and gave. Activities, visits and what came of them belong to the network: two memberships of one network both show them',
  });
