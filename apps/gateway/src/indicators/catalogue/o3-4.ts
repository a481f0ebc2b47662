import { Definition } from '../definition.schema.js';
import { department, level, theme } from './representation.js';
import { country, objective, visitsOf } from './showing.js';

export const o34 = Definition.parse({
  code: 'O3.4',
  version: 1,
  name: {
    fr: 'Carbone des missions',
    nl: 'Koolstof van de zendingen',
    en: 'Carbon of missions',
    de: 'Kohlenstoff der Dienstreisen',
  },
  definition: {
    fr: 'Kilogrammes d’équivalent CO2 par mission de l’organisme, en moyenne des missions dont le carbone est connu; le chiffre d’une mission vaut pour toutes les personnes qui ont voyagé. Une mission compte dans l’année et le trimestre de son dernier jour, une fois faite; les délégations reçues ne comptent pas. Une mission sans carbone connu n’est pas mesurée: elle compte au dénominateur, le nombre de toutes les missions, et non au numérateur, le nombre de celles dont le carbone est connu. Si aucun n’est connu, il n’y a pas de moyenne.',
    nl: 'Kilogram CO2-equivalent per zending van de instelling, als gemiddelde van de zendingen waarvan de koolstof bekend is; het cijfer van een zending geldt voor allen die reisden. Een zending telt mee in het jaar en het kwartaal van haar laatste dag, zodra ze gemaakt is; ontvangen delegaties tellen niet mee. Een zending zonder bekende koolstof is niet gemeten: ze telt mee in de noemer, het aantal van alle zendingen, en niet in de teller, het aantal waarvan de koolstof bekend is. Is er geen bekend, dan is er geen gemiddelde.',
    en: 'Kilograms of CO2 equivalent per mission of the agency, as the mean of the missions whose carbon is known; the figure of a mission is that of all who travelled. A mission counts in the year and the quarter of its last day, once it was made; delegations received do not count. A mission without known carbon is not measured: it counts in the denominator, which is the number of all missions, and not in the numerator, which is the number of those whose carbon is known. Where none is known there is no mean.',
    de: 'Kilogramm CO2-Äquivalent je Dienstreise der Einrichtung, als Mittel der Dienstreisen mit bekanntem Kohlenstoff; die Zahl einer Dienstreise gilt für alle Mitreisenden. Eine Dienstreise zählt im Jahr und im Quartal ihres letzten Tages, sobald sie gemacht ist; empfangene Delegationen zählen nicht. Eine Dienstreise ohne bekannten Kohlenstoff ist nicht gemessen: Sie zählt im Nenner, der Zahl aller Dienstreisen, und nicht im Zähler, der Zahl derer mit bekanntem Kohlenstoff. Ist keiner bekannt, gibt es kein Mittel.',
  },
  objective: 'O3',
  unit: 'kg',
  decimals: 1,
  direction: 'down',
  periodicity: 'year',
  measure: 'mean',
  sharedKeys: false,
  additiveOverTime: false,
  dimensions: [country, level, objective, department, theme],
  rules: [{ ...visitsOf('outgoing'), formula: { kind: 'amountOn', on: 'endsOn', amount: 'carbon.kilograms' } }],
});
