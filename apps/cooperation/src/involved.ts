import { refusalKind, refuse } from '@passerelle/platform/problems';

export const notAParty = refusalKind({
  code: 'notAParty',
  status: 409,
  title: 'Not A Party',
  detail: {
    fr: '{party} n’est pas partie à {ref}: seules les parties y prennent part.',
    nl: '{party} is geen partij bij {ref}: alleen de partijen nemen eraan deel.',
    en: '{party} is not a party to {ref}: only the parties take part in it.',
    de: '{party} ist nicht Partei von {ref}: nur die Parteien nehmen daran teil.',
  },
});

export interface Involving {
  readonly ref: string;
  readonly parties: readonly string[];
}

/** Under an agreement only those act, and only those owe something, who are parties to it. */
export function refuseOutsiders({ ref, parties }: Involving, named: readonly string[]): void {
  const outsider = named.find((party) => !parties.includes(party));
  if (outsider !== undefined) throw refuse(notAParty, { party: outsider, ref });
}
