import { Definition } from '../definition.schema.js';
import { department, level } from './representation.js';
import { activeParts, activitiesWith, onDay, visitsOf } from './showing.js';

export const o32 = Definition.parse({
  code: 'O3.2',
  version: 1,
  name: {
    fr: 'Coût par rôle actif',
    nl: 'Kosten per actieve rol',
    en: 'Cost per active role',
    de: 'Kosten je aktiver Rolle',
  },
  definition: {
    fr: 'Cotisations payées aux réseaux et coûts des missions, divisés par le nombre d’activités où l’organisme a pris la parole, présidé, accueilli ou coécrit. Un paiement compte le jour où il est fait, une mission à son dernier jour une fois faite, une activité à son premier jour; ni briefings ni activités retirées. Les coûts ne sont pas rattachés à des rôles précis: deux périodes se comparent, un rôle ne se chiffre pas. Une mission sans coût connu et une année d’affiliation sans cotisation connue rendent le chiffre incomplet: la couverture dit combien de missions et d’années sont connues, et sur combien. Sans rôle actif, ou si aucun coût n’est connu, il n’y a pas de valeur.',
    nl: 'Aan netwerken betaalde bijdragen en kosten van zendingen, gedeeld door het aantal activiteiten waarop de instelling sprak, voorzat, gastheer was of meeschreef. Een betaling telt op de dag ervan, een zending op haar laatste dag zodra ze gemaakt is, een activiteit op haar eerste dag; briefings en teruggetrokken activiteiten tellen niet. De kosten horen niet bij bepaalde rollen: periodes zijn vergelijkbaar, één rol heeft geen prijs. Een zending zonder bekende kosten en een lidmaatschapsjaar zonder bekende bijdrage maken het cijfer onvolledig: de dekking zegt hoeveel zendingen en jaren bekend zijn, en van hoeveel. Zonder actieve rol, of zonder bekende kosten, is er geen waarde.',
    en: 'Fees paid to networks and costs of missions, divided by the number of activities at which the agency spoke, chaired, hosted or co-authored. A payment counts on its day, a mission on its last day once it was made, an activity on its first day; briefings and withdrawn activities do not count. The costs do not belong to particular roles: periods can be compared, one role has no price. A mission without known costs and a membership year without a known fee make the figure incomplete: the coverage says how many missions and years are known, and of how many. Without an active role, or where no cost is known, there is no value.',
    de: 'An Netzwerke gezahlte Beiträge und Kosten der Dienstreisen, geteilt durch die Zahl der Aktivitäten, bei denen die Einrichtung sprach, leitete, Gastgeber oder Mitautor war. Eine Zahlung zählt an ihrem Tag, eine Dienstreise an ihrem letzten Tag, sobald sie gemacht ist, eine Aktivität an ihrem ersten; Unterrichtungen und zurückgezogene Aktivitäten zählen nicht. Die Kosten gehören nicht zu bestimmten Rollen: Zeiträume sind vergleichbar, eine Rolle hat keinen Preis. Reisen ohne bekannte Kosten und Mitgliedschaftsjahre ohne bekannten Beitrag machen die Zahl unvollständig: Die Abdeckung nennt, wie viele Reisen und Jahre bekannt sind und von wie vielen. Ohne aktive Rolle oder bekannte Kosten gibt es keinen Wert.',
  },
  objective: 'O3',
  unit: 'EUR',
  decimals: 2,
  direction: 'down',
  periodicity: 'year',
  measure: 'perUnit',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [level, department],
  rules: [
    {
      source: 'networks',
      root: 'membershipYears',
      children: [],
      formula: {
        kind: 'payments',
        year: 'year',
        owed: 'fee',
        items: 'payments',
        paidOn: 'on',
        amount: 'amount',
      },
    },
    { ...visitsOf('outgoing'), formula: { kind: 'amountOn', on: 'endsOn', amount: 'costTotal' } },
    { ...activitiesWith(...activeParts), units: true, formula: onDay('startsOn') },
  ],
});
