import { Definition } from '../definition.schema.js';
import { activeRoles } from './a2-1.js';
import { department, level } from './representation.js';
import { activities, objective, shared, visits } from './showing.js';

const inCountries = { kind: 'running', from: 'startsOn', to: 'endsOn', counts: { of: 'root', field: 'countries' } };

/** The countries of the active partners of projects. */
const partners = {
  source: 'projects',
  root: 'projects',
  children: [{ resource: 'partners', foreignKey: 'projectId' }],
  where: [{ of: 'root', field: 'role', in: activeRoles }],
  formula: {
    kind: 'running',
    from: 'startsOn',
    to: 'endsOn',
    counts: { of: 'partners', field: 'country', where: { active: [true] } },
  },
};

/** Partners and audiences, without visits; what was quoted from it stays. */
export const r14v1 = Definition.parse({
  code: 'R1.4',
  version: 1,
  name: {
    fr: 'Portée géographique',
    nl: 'Geografische reikwijdte',
    en: 'Geographic breadth',
    de: 'Geografische Reichweite',
  },
  definition: {
    fr: 'Nombre de pays différents, Belgique comprise, des partenaires actifs des projets auxquels l’organisme prend part et des publics des activités de réseau, quand le projet ou l’activité chevauche la période. Un pays compte une fois, quel que soit le nombre de ses partenaires. La concentration entre pays ne fait pas partie de cette version.',
    nl: 'Aantal verschillende landen, België inbegrepen, van de actieve partners van projecten waaraan de instelling deelneemt en van het publiek van netwerkactiviteiten, wanneer het project of de activiteit geheel of gedeeltelijk in de periode valt. Een land telt één keer mee, hoeveel partners het ook heeft. De concentratie over landen hoort niet bij deze versie.',
    en: 'Number of different countries, Belgium included, of active partners of projects in which the agency takes part and of the audiences of network activities, where the project or activity overlaps the period. A country counts once, however many partners it has. Concentration between countries is not part of this version.',
    de: 'Zahl der verschiedenen Länder, Belgien eingeschlossen, der aktiven Partner von Projekten mit Beteiligung der Einrichtung und des Publikums von Netzwerkaktivitäten, wenn sich Projekt oder Aktivität mit dem Zeitraum überschneiden. Ein Land zählt einmal, gleich wie viele Partner es hat. Die Konzentration zwischen Ländern gehört nicht zu dieser Fassung.',
  },
  result: 'R1',
  unit: 'countries',
  decimals: 0,
  direction: 'up',
  periodicity: 'year',
  measure: 'count',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: [
    // The same country may occur at several levels.
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: false },
    { name: 'objective', from: { of: 'root', field: 'objective' }, codes: 'objectives', additive: false },
  ],
  rules: [
    partners,
    {
      source: 'networks',
      root: 'activities',
      children: [],
      where: [{ of: 'root', field: 'status', in: ['recorded'] }],
      formula: inCountries,
    },
  ],
});

const breadth = {
  result: 'R1',
  direction: 'up',
  periodicity: 'year',
  sharedKeys: true,
  additiveOverTime: false,
  // The same country may occur at several levels.
  dimensions: shared(level, objective, department),
  rules: [partners, ...[activities, visits].map((rule) => ({ ...rule, formula: inCountries }))],
};

export const r14 = Definition.parse({
  ...breadth,
  code: 'R1.4',
  version: 2,
  name: r14v1.name,
  definition: {
    fr: 'Nombre de pays différents, Belgique comprise, des partenaires actifs des projets auxquels l’organisme prend part, des publics des activités et des missions et délégations qui ont eu lieu, quand le projet, l’activité ou la visite chevauche la période. Un pays compte une fois, quel que soit le nombre de ses mentions. La version 2 ajoute les visites dans les deux sens et écarte les séances d’information pour les collègues. L’indicateur R1.4b mesure la concentration entre ces pays.',
    nl: 'Aantal verschillende landen, België inbegrepen, van de actieve partners van projecten waaraan de instelling deelneemt, van het publiek van activiteiten en van zendingen en delegaties die plaatsvonden, wanneer het project, de activiteit of het bezoek geheel of gedeeltelijk in de periode valt. Een land telt één keer mee, hoe vaak het ook voorkomt. Versie 2 voegt bezoeken in beide richtingen toe en laat briefings voor collega’s weg. Indicator R1.4b meet de concentratie over die landen.',
    en: 'Number of different countries, Belgium included, of active partners of projects in which the agency takes part, of the audiences of activities, and of missions and delegations that took place, where the project, activity or visit overlaps the period. A country counts once, however often it occurs. Version 2 adds visits in both directions and leaves out briefings of colleagues. Indicator R1.4b measures the concentration between these countries.',
    de: 'Zahl der verschiedenen Länder, Belgien eingeschlossen, der aktiven Partner von Projekten mit Beteiligung der Einrichtung, des Publikums von Aktivitäten sowie der durchgeführten Dienstreisen und Delegationen, wenn sich Projekt, Aktivität oder Besuch mit dem Zeitraum überschneiden. Ein Land zählt einmal, gleich wie oft es vorkommt. Fassung 2 ergänzt Besuche in beiden Richtungen und lässt Unterrichtungen für Kolleginnen und Kollegen weg. Der Indikator R1.4b misst die Konzentration zwischen diesen Ländern.',
  },
  unit: 'countries',
  decimals: 0,
  measure: 'count',
});

export const r14b = Definition.parse({
  ...breadth,
  code: 'R1.4b',
  version: 1,
  name: {
    fr: 'Répartition entre pays',
    nl: 'Spreiding over landen',
    en: 'Spread over countries',
    de: 'Verteilung auf Länder',
  },
  definition: {
    fr: 'Un moins la somme des carrés des parts des pays de l’indicateur R1.4: zéro si tout touche un seul pays, près de un si beaucoup de pays sont touchés également. La part d’un pays est celle de ses mentions; chaque projet, activité ou visite mentionne un pays une fois au plus. Au numérateur, les paires de mentions de pays différents; au dénominateur, toutes les paires, une mention avec elle-même comprise. Sans mention, il n’y a pas de valeur.',
    nl: 'Eén min de som van de kwadraten van de aandelen van de landen van indicator R1.4: nul als alles één land betreft, bijna één als veel landen in gelijke mate voorkomen. Het aandeel van een land is dat van zijn vermeldingen; elk project, elke activiteit en elk bezoek vermeldt een land hoogstens één keer. In de teller staan de paren van vermeldingen van verschillende landen; in de noemer alle paren, een vermelding met zichzelf inbegrepen. Zonder vermelding is er geen waarde.',
    en: 'One minus the sum of the squared shares of the countries of indicator R1.4: zero if everything concerns one country, near one if many countries occur equally. The share of a country is that of its mentions; each project, activity or visit mentions a country at most once. In the numerator, the pairs of mentions of different countries; in the denominator all pairs, a mention with itself included. Without a mention there is no value.',
    de: 'Eins minus die Summe der quadrierten Anteile der Länder des Indikators R1.4: null, wenn alles ein einziges Land betrifft, nahe eins, wenn viele Länder gleich oft vorkommen. Der Anteil eines Landes ist der seiner Nennungen; jedes Projekt, jede Aktivität und jeder Besuch nennt ein Land höchstens einmal. Im Zähler stehen die Paare von Nennungen verschiedener Länder, im Nenner alle Paare, eine Nennung mit sich selbst eingeschlossen. Ohne Nennung gibt es keinen Wert.',
  },
  unit: 'index',
  decimals: 3,
  measure: 'concentration',
});
