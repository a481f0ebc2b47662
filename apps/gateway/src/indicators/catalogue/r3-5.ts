import { Definition } from '../definition.schema.js';

const common = {
  version: 1,
  result: 'R3',
  periodicity: 'year',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'severity', from: { of: 'item', field: 'severity' }, codes: 'pointSeverities', additive: true },
  ],
};

/** Points of Brussels on a plan of another Region, once that Region has answered. */
const rule = {
  source: 'cooperation',
  root: 'opinions',
  children: [],
  where: [
    { of: 'root', field: 'direction', in: ['incoming'] },
    { of: 'root', field: 'party', in: ['BE-BRU'] },
  ],
};

const answers = { kind: 'weighed', on: 'answeredOn', items: 'points', by: 'answer' };

export const r35 = Definition.parse({
  ...common,
  code: 'R3.5',
  name: {
    fr: 'Remarques bruxelloises acceptées par les autres Régions',
    nl: 'Brusselse opmerkingen aanvaard door de andere gewesten',
    en: 'Brussels points accepted by other Regions',
    de: 'Von den anderen Regionen angenommene Brüsseler Punkte',
  },
  definition: {
    fr: 'Part acceptée des remarques des avis de la Région de Bruxelles-Capitale sur les plans des autres Régions auxquelles l’auteur du plan a répondu: une remarque acceptée compte pour un, une remarque acceptée en partie pour un demi, une remarque rejetée pour zéro. Une remarque compte dans l’année et le trimestre de la réponse. Les remarques laissées sans réponse n’en font pas partie: l’indicateur R3.5b les compte.',
    nl: 'Aanvaard aandeel van de opmerkingen uit de adviezen van het Brussels Hoofdstedelijk Gewest over plannen van andere gewesten waarop de opsteller van het plan antwoordde: een aanvaarde opmerking telt voor één, een deels aanvaarde voor een half, een verworpen opmerking voor nul. Een opmerking telt mee in het jaar en het kwartaal van het antwoord. Onbeantwoord gelaten opmerkingen horen er niet bij: indicator R3.5b telt ze.',
    en: 'Accepted share of the points in opinions of the Brussels-Capital Region on plans of other Regions that the author of the plan answered: an accepted point counts for one, a partly accepted one for a half, a rejected one for zero. A point counts in the year and the quarter of the answer. Points left without an answer are not part of it: indicator R3.5b counts them.',
    de: 'Angenommener Anteil der Punkte aus Stellungnahmen der Region Brüssel-Hauptstadt zu Plänen anderer Regionen, auf die der Planverfasser antwortete: Ein angenommener Punkt zählt eins, ein teilweise angenommener ein halb, ein abgelehnter null. Ein Punkt zählt im Jahr und im Quartal der Antwort. Unbeantwortet gebliebene Punkte gehören nicht dazu: Der Indikator R3.5b zählt sie.',
  },
  unit: '%',
  decimals: 1,
  direction: 'up',
  measure: 'ratio',
  rules: [{ ...rule, formula: { ...answers, weights: { accepted: 1, partly: 0.5, rejected: 0 } } }],
});

export const r35b = Definition.parse({
  ...common,
  code: 'R3.5b',
  name: {
    fr: 'Remarques bruxelloises laissées sans réponse par les autres Régions',
    nl: 'Brusselse opmerkingen die de andere gewesten onbeantwoord lieten',
    en: 'Brussels points left without an answer by other Regions',
    de: 'Von den anderen Regionen unbeantwortet gelassene Brüsseler Punkte',
  },
  definition: {
    fr: 'Nombre de remarques des avis de la Région de Bruxelles-Capitale sur les plans des autres Régions que l’auteur du plan, en répondant à l’avis, a expressément laissées sans réponse. Une remarque compte dans l’année et le trimestre de la réponse à l’avis.',
    nl: 'Aantal opmerkingen uit de adviezen van het Brussels Hoofdstedelijk Gewest over plannen van andere gewesten die de opsteller van het plan in zijn antwoord op het advies uitdrukkelijk onbeantwoord liet. Een opmerking telt mee in het jaar en het kwartaal van het antwoord op het advies.',
    en: 'Number of points in opinions of the Brussels-Capital Region on plans of other Regions that the author of the plan, in its answer to the opinion, expressly left without one. A point counts in the year and the quarter of the answer to the opinion.',
    de: 'Zahl der Punkte aus Stellungnahmen der Region Brüssel-Hauptstadt zu Plänen anderer Regionen, die der Planverfasser in seiner Antwort auf die Stellungnahme ausdrücklich unbeantwortet ließ. Ein Punkt zählt im Jahr und im Quartal der Antwort auf die Stellungnahme.',
  },
  unit: 'points',
  decimals: 0,
  direction: 'down',
  measure: 'count',
  rules: [{ ...rule, formula: { ...answers, weights: { noAnswer: 1 } } }],
});
