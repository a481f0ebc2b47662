import { refusalKind, refuse, type Refusal } from '@passerelle/platform/problems';
import { z } from 'zod';

// What the partners of one project must be together (J1, J2). An own project is refused for what is wrong; an imported
// one is history that nobody can mend: its faults are kept as flags, under the codes of the refusals, and counted.

export const leadPartnerMissing = refusalKind({
  code: 'leadPartnerMissing',
  status: 409,
  title: 'Lead Partner Missing',
  detail: {
    fr: 'Le projet n’a pas de chef de file actif: enregistrez-en un avant de le démarrer.',
    nl: 'Het project heeft geen actieve leadpartner: registreer er een voor u het start.',
    en: 'The project has no active lead partner: register one before you start it.',
    de: 'Das Projekt hat keinen aktiven federführenden Partner: erfassen Sie einen, bevor Sie es starten.',
  },
});

export const severalLeadPartners = refusalKind({
  code: 'severalLeadPartners',
  status: 409,
  title: 'Several Lead Partners',
  detail: {
    fr: 'Un projet n’a qu’un seul chef de file actif: enregistrez d’abord le départ de l’autre.',
    nl: 'Een project heeft slechts één actieve leadpartner: registreer eerst het vertrek van de andere.',
    en: 'A project has one active lead partner only: record the departure of the other one first.',
    de: 'Ein Projekt hat nur einen aktiven federführenden Partner: erfassen Sie zuerst das Ausscheiden des anderen.',
  },
});

export const consortiumTooSmall = refusalKind({
  code: 'consortiumTooSmall',
  status: 409,
  title: 'Consortium Too Small',
  detail: {
    fr: 'Le programme demande au moins {minPartners} partenaires de {minCountries} pays; le projet en a {partners} de {countries}.',
    nl: 'Het programma vraagt minstens {minPartners} partners uit {minCountries} landen; het project heeft er {partners} uit {countries}.',
    en: 'The programme asks for at least {minPartners} partners from {minCountries} countries; the project has {partners} from {countries}.',
    de: 'Das Programm verlangt mindestens {minPartners} Partner aus {minCountries} Ländern; das Projekt hat {partners} aus {countries}.',
  },
});

export const associatedPartnerWithBudget = refusalKind({
  code: 'associatedPartnerWithBudget',
  status: 409,
  title: 'Associated Partner With Budget',
  detail: {
    fr: 'Un partenaire associé observe et ne reçoit pas de budget: changez son rôle ou retirez le budget.',
    nl: 'Een geassocieerde partner kijkt toe en krijgt geen budget: wijzig zijn rol of verwijder het budget.',
    en: 'An associated partner observes and has no budget: change the role or remove the budget.',
    de: 'Ein assoziierter Partner beobachtet und hat kein Budget: ändern Sie die Rolle oder entfernen Sie das Budget.',
  },
});

/** What is wrong with an imported record, by the code of the refusal that an own record would meet. */
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
  .meta({ id: 'Origin', description: 'Kept by this register from the start, or taken over from another one' });
export type Origin = z.infer<typeof Origin>;

/** Throws the first fault of an own record; returns those of an imported one as flags. */
export function judged(origin: Origin, faults: readonly Refusal[]): QualityFlag[] {
  const [first] = faults;
  if (origin === 'own' && first !== undefined) throw first;
  return faults.map((fault) => QualityFlag.parse(fault.kind.code));
}

/** Roles of those who carry a project; associated partners, stakeholders and subcontractors do not count as partners. */
export const carryingRoles = ['lead', 'partner', 'assimilated'] as const;

// ESPON buys the study itself, and own funds need no one to distribute a grant: neither has a lead partner.
const modesWithoutLead = ['programmeProcured', 'ownFunds'];

/** The active partners of a project, counted, and what its programme asks of them. */
export interface Consortium {
  readonly fundingMode: string;
  readonly rule: { readonly minPartners?: number | undefined; readonly minCountries?: number | undefined } | null;
  readonly leads: number;
  readonly partners: number;
  readonly countries: number;
}

export const consortiumFaults = (consortium: Consortium): Refusal[] => [
  ...leadFaults(consortium),
  ...sizeFaults(consortium),
];

function leadFaults({ fundingMode, leads }: Consortium): Refusal[] {
  if (leads > 1) return [refuse(severalLeadPartners)];
  return leads === 0 && !modesWithoutLead.includes(fundingMode) ? [refuse(leadPartnerMissing)] : [];
}

function sizeFaults({ rule, partners, countries }: Consortium): Refusal[] {
  const { minPartners = 0, minCountries = 0 } = rule ?? {};
  if (partners >= minPartners && countries >= minCountries) return [];
  return [refuse(consortiumTooSmall, { partners, minPartners, countries, minCountries })];
}
