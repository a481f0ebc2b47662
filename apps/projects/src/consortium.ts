import { refusal, type Refusal } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import { refusalKind } from './texts/refusal-kind.js';

// The rules for the partners of a project as a whole (J1, J2). A project of this register is refused if it breaks one;
// an imported one is history that cannot be changed: its faults become quality flags, named after the codes of the
// refusals, and are counted.

export const leadPartnerMissing = refusalKind({
  code: 'leadPartnerMissing',
  status: 409,
  title: 'Lead Partner Missing',
});

export const severalLeadPartners = refusalKind({
  code: 'severalLeadPartners',
  status: 409,
  title: 'Several Lead Partners',
});

export const consortiumTooSmall = refusalKind({
  code: 'consortiumTooSmall',
  status: 409,
  title: 'Consortium Too Small',
});

export const associatedPartnerWithBudget = refusalKind({
  code: 'associatedPartnerWithBudget',
  status: 409,
  title: 'Associated Partner With Budget',
});

/** The faults of an imported record, by the code of the refusal that an own record would get. */
export const QualityFlag = z
  .enum([
    'leadPartnerMissing',
    'severalLeadPartners',
    'consortiumTooSmall',
    'associatedPartnerWithBudget',
    'languageIncomplete',
  ])
  .meta({ id: 'QualityFlag' });
export type QualityFlag = z.infer<typeof QualityFlag>;

export const QualityFlags = z.array(QualityFlag).max(QualityFlag.options.length);

export const Origin = z
  .enum(['own', 'imported'])
  .meta({ id: 'Origin', description: 'Recorded in this register from the start, or imported from another one' });
export type Origin = z.infer<typeof Origin>;

export const sameFlags = (one: readonly QualityFlag[], other: readonly QualityFlag[]): boolean =>
  one.join() === other.join();

/** Throws the first fault of an own record; returns those of an imported one as flags. */
export function judged(origin: Origin, faults: readonly Refusal[]): QualityFlag[] {
  const [first] = faults;
  if (origin === 'own' && first !== undefined) throw first;
  return faults.map((fault) => QualityFlag.parse(fault.kind.code));
}

/** Roles of active partners; associated partners, stakeholders and subcontractors do not count as partners. */
export const carryingRoles = ['lead', 'partner', 'assimilated'] as const;

// ESPON buys the study itself, and own funds need no lead partner to distribute a grant.
const modesWithoutLead = ['programmeProcured', 'ownFunds'];

/** The number of active partners of a project, and the consortium rule of its programme. */
export interface Consortium {
  readonly fundingMode: string;
  readonly rule: { readonly minPartners?: number | undefined; readonly minCountries?: number | undefined } | null;
  readonly leads: number;
  readonly partners: number;
  readonly countries: number;
}

/**
 * A second lead partner is refused at any time; one lead partner and enough partners are required from the start on.
 */
export function consortiumFaults(consortium: Consortium, hasStarted: boolean): Refusal[] {
  const several = consortium.leads > 1 ? [refusal(severalLeadPartners)] : [];
  return hasStarted ? [...several, ...missingLead(consortium), ...sizeFaults(consortium)] : several;
}

const missingLead = ({ fundingMode, leads }: Consortium): Refusal[] =>
  leads === 0 && !modesWithoutLead.includes(fundingMode) ? [refusal(leadPartnerMissing)] : [];

function sizeFaults({ rule, partners, countries }: Consortium): Refusal[] {
  const { minPartners = 0, minCountries = 0 } = rule ?? {};
  if (partners >= minPartners && countries >= minCountries) return [];
  return [refusal(consortiumTooSmall, { partners, minPartners, countries, minCountries })];
}
