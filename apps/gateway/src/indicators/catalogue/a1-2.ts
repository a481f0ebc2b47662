import { Definition } from '../definition.schema.js';
import { objective, practices } from './practices.js';
import { department, level, theme } from './representation.js';

export const a12 = Definition.parse({
  code: 'A1.2',
  version: 1,
  name: {
    fr: 'Taux de transfert des pratiques',
    nl: 'Overdrachtsgraad van praktijken',
    en: 'Transfer rate of practices',
    de: 'Übertragungsquote der Praktiken',
  },
  definition: {
    fr: 'Part des pratiques évaluées en vue d’un transfert qui ont été mises en œuvre dans les 24 mois suivant leur première évaluation. Une pratique compte dans l’année et le trimestre du dernier jour de ces 24 mois, une fois ce jour passé: toutes ont ainsi disposé du même temps, et la part ne peut dépasser 100 %. Une mise en œuvre plus tardive ne compte pas; une mise en œuvre intervenue à temps mais enregistrée plus tard corrige le chiffre. Les pratiques écartées ou abandonnées après leur évaluation restent au dénominateur. Celles qui n’ont jamais été évaluées ne comptent pas.',
    nl: 'Aandeel van de op overdraagbaarheid beoordeelde praktijken die binnen 24 maanden na hun eerste beoordeling uitgevoerd werden. Een praktijk telt mee in het jaar en het kwartaal van de laatste dag van die 24 maanden, zodra die dag voorbij is: zo kregen ze allemaal evenveel tijd, en het aandeel kan niet boven 100 % uitkomen. Een latere uitvoering telt niet mee; een tijdige uitvoering die later geregistreerd wordt, verbetert het cijfer. Praktijken die na hun beoordeling verworpen of opgegeven werden, blijven in de noemer. Praktijken die nooit beoordeeld werden, tellen niet mee.',
    en: 'Share of the practices assessed for transfer that were implemented within 24 months of their first assessment. A practice counts in the year and the quarter of the last day of those 24 months, once that day has passed: all of them have then had the same time, and the share cannot exceed 100 %. A later implementation does not count; one that came in time but was recorded later corrects the figure. Practices rejected or abandoned after their assessment stay in the denominator. Practices that were never assessed do not count.',
    de: 'Anteil der auf Übertragbarkeit geprüften Praktiken, die innerhalb von 24 Monaten nach ihrer ersten Prüfung umgesetzt wurden. Eine Praktik zählt im Jahr und im Quartal des letzten Tages dieser 24 Monate, sobald er vorbei ist: So hatten alle gleich viel Zeit, und der Anteil kann 100 % nicht übersteigen. Eine spätere Umsetzung zählt nicht; eine rechtzeitige, die erst später verzeichnet wird, berichtigt die Zahl. Praktiken, die nach ihrer Prüfung verworfen oder aufgegeben wurden, bleiben im Nenner. Nie geprüfte Praktiken zählen nicht.',
  },
  result: 'A1',
  unit: '%',
  decimals: 1,
  direction: 'up',
  periodicity: 'year',
  measure: 'ratio',
  sharedKeys: false,
  additiveOverTime: true,
  dimensions: [level, objective, department, theme],
  rules: [{ ...practices, formula: { kind: 'cohort', from: 'assessedOn', months: 24, doneOn: 'implementedOn' } }],
});
