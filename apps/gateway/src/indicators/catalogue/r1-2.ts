import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { country, objective, onDay, shared, visitsOf } from './showing.js';

const common = {
  version: 1,
  result: 'R1',
  decimals: 0,
  direction: 'up',
  periodicity: 'quarter',
  measure: 'count',
};

const received = visitsOf('incoming');

export const r12 = Definition.parse({
  ...common,
  code: 'R1.2',
  name: {
    fr: 'Délégations reçues',
    nl: 'Ontvangen delegaties',
    en: 'Delegations received',
    de: 'Empfangene Delegationen',
  },
  definition: {
    fr: 'Nombre de délégations que l’organisme a reçues. Une délégation compte dans l’année et le trimestre de son premier jour, une fois que le registre dit que la visite a eu lieu. Les visites prévues, autorisées ou annulées ne comptent pas.',
    nl: 'Aantal delegaties die de instelling ontving. Een delegatie telt mee in het jaar en het kwartaal van haar eerste dag, zodra het register zegt dat het bezoek plaatsvond. Geplande, toegestane of geannuleerde bezoeken tellen niet mee.',
    en: 'Number of delegations that the agency received. A delegation counts in the year and the quarter of its first day, once the register says that the visit took place. Planned, authorised or cancelled visits do not count.',
    de: 'Zahl der Delegationen, die die Einrichtung empfing. Eine Delegation zählt im Jahr und im Quartal ihres ersten Tages, sobald das Register den Besuch als durchgeführt führt. Geplante, genehmigte oder abgesagte Besuche zählen nicht.',
  },
  unit: 'delegations',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [country, level, objective, department, theme],
  rules: [{ ...received, formula: onDay('startsOn') }],
});

export const r12b = Definition.parse({
  ...common,
  code: 'R1.2b',
  name: {
    fr: 'Pays des délégations reçues',
    nl: 'Landen van de ontvangen delegaties',
    en: 'Countries of the delegations received',
    de: 'Länder der empfangenen Delegationen',
  },
  definition: {
    fr: 'Nombre de pays différents d’où venaient les délégations de l’indicateur R1.2. Un pays compte une fois par période, quel que soit le nombre de ses délégations; les périodes ne s’additionnent donc pas.',
    nl: 'Aantal verschillende landen waaruit de delegaties van indicator R1.2 kwamen. Een land telt één keer per periode, hoeveel delegaties eruit ook kwamen; periodes worden dus niet opgeteld.',
    en: 'Number of different countries from which the delegations of indicator R1.2 came. A country counts once in a period, however many delegations came from it; periods therefore do not add up.',
    de: 'Zahl der verschiedenen Länder, aus denen die Delegationen des Indikators R1.2 kamen. Ein Land zählt einmal je Zeitraum, gleich wie viele Delegationen aus ihm kamen; Zeiträume werden daher nicht addiert.',
  },
  unit: 'countries',
  sharedKeys: true,
  additiveOverTime: false,
  dimensions: shared(level, objective, department, theme),
  rules: [{ ...received, formula: { ...onDay('startsOn'), counts: { of: 'root', field: 'countries' } } }],
});
