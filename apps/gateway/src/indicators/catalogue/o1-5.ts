import { Definition } from '../definition.schema.js';

// A study runs on the days of its work, whatever its later status; an abandoned one does not count.
const begun = ['running', 'delivered', 'published', 'closed'];

const common = {
  version: 1,
  objective: 'O1',
  direction: 'up',
  periodicity: 'year',
  sharedKeys: false,
  // A study that runs across the end of a period counts in both.
  additiveOverTime: false,
};

const rule = {
  source: 'cooperation',
  root: 'jointStudies',
  children: [],
  where: [{ of: 'root', field: 'status', in: begun }],
};

export const o15 = Definition.parse({
  ...common,
  code: 'O1.5',
  name: {
    fr: 'Études conjointes en cours',
    nl: 'Lopende gezamenlijke studies',
    en: 'Joint studies under way',
    de: 'Laufende gemeinsame Studien',
  },
  definition: {
    fr: 'Nombre d’études conjointes avec d’autres Régions dont les travaux chevauchent la période, de leur premier jour à leur livraison. Une étude qui n’est pas encore livrée compte jusqu’à la période en cours. Les études proposées, convenues ou attribuées dont les travaux n’ont pas commencé ne comptent pas, ni celles qui ont été abandonnées.',
    nl: 'Aantal gezamenlijke studies met andere gewesten waarvan de werkzaamheden geheel of gedeeltelijk in de periode vallen, van hun eerste dag tot hun oplevering. Een studie die nog niet opgeleverd is, telt mee tot en met de lopende periode. Voorgestelde, overeengekomen of gegunde studies waarvan de werkzaamheden niet begonnen zijn, tellen niet mee, en stopgezette evenmin.',
    en: 'Number of joint studies with other Regions whose work overlaps the period, from its first day to its delivery. A study that is not yet delivered counts up to the current period. Studies proposed, agreed or awarded whose work has not begun do not count, nor do cancelled ones.',
    de: 'Zahl der gemeinsamen Studien mit anderen Regionen, deren Arbeiten sich mit dem Zeitraum überschneiden, von ihrem ersten Tag bis zur Abgabe. Eine noch nicht abgegebene Studie zählt bis zum laufenden Zeitraum. Vorgeschlagene, vereinbarte oder vergebene Studien, deren Arbeiten nicht begonnen haben, zählen nicht, ebenso wenig aufgegebene.',
  },
  unit: 'studies',
  decimals: 0,
  measure: 'count',
  dimensions: [{ name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true }],
  rules: [{ ...rule, formula: { kind: 'running', from: 'runsFrom', to: 'runsTo' } }],
});

export const o15b = Definition.parse({
  ...common,
  code: 'O1.5b',
  name: {
    fr: 'Cofinancement des études conjointes par les autres Régions',
    nl: 'Medefinanciering van gezamenlijke studies door de andere gewesten',
    en: 'Co-funding of joint studies by the other Regions',
    de: 'Kofinanzierung gemeinsamer Studien durch die anderen Regionen',
  },
  definition: {
    fr: 'Somme, au centime près, des parts des autorités autres que la Région de Bruxelles-Capitale dans le budget convenu des études conjointes dont les travaux chevauchent la période. La part entière compte dans chaque période que l’étude chevauche: les périodes ne s’additionnent pas. Ce sont les montants convenus, non les montants payés. Une étude dont le budget ou les parts ne sont pas connus n’a pas de montant: elle compte au dénominateur, qui est le nombre d’études en cours, et non au numérateur, qui est le nombre d’études dont les montants sont connus. Si aucun montant n’est connu, il n’y a pas de somme.',
    nl: 'Som, tot op de cent, van de aandelen van de andere overheden dan het Brussels Hoofdstedelijk Gewest in het overeengekomen budget van de gezamenlijke studies waarvan de werkzaamheden geheel of gedeeltelijk in de periode vallen. Het hele aandeel telt mee in elke periode waarin de studie loopt: periodes worden niet opgeteld. Het gaat om overeengekomen, niet om betaalde bedragen. Een studie waarvan het budget of de aandelen niet bekend zijn, heeft geen bedrag: ze telt mee in de noemer, het aantal lopende studies, en niet in de teller, het aantal studies waarvan de bedragen bekend zijn. Zonder bekend bedrag is er geen som.',
    en: 'Sum, to the cent, of the shares of the authorities other than the Brussels-Capital Region in the agreed budget of the joint studies whose work overlaps the period. The whole share counts in each period that the study overlaps: periods do not add up. These are the amounts agreed, not the amounts paid. A study whose budget or shares are not known has no amount: it counts in the denominator, which is the number of studies under way, and not in the numerator, which is the number of studies whose amounts are known. Where no amount is known there is no sum.',
    de: 'Summe, auf den Cent genau, der Anteile anderer Behörden als der Region Brüssel-Hauptstadt am vereinbarten Budget der gemeinsamen Studien, deren Arbeiten sich mit dem Zeitraum überschneiden. Der ganze Anteil zählt in jedem Zeitraum, mit dem sich die Studie überschneidet: Zeiträume werden nicht addiert. Es sind vereinbarte, nicht gezahlte Beträge. Eine Studie, deren Budget oder Anteile nicht bekannt sind, hat keinen Betrag: Sie zählt im Nenner, der Zahl der laufenden Studien, und nicht im Zähler, der Zahl der Studien mit bekannten Beträgen. Ist kein Betrag bekannt, gibt es keine Summe.',
  },
  unit: 'EUR',
  decimals: 2,
  measure: 'sum',
  dimensions: [
    { name: 'level', from: { of: 'root', field: 'level' }, codes: 'territorialLevels', additive: true },
    { name: 'party', from: { of: 'item', field: 'party' }, codes: 'parties', additive: true },
  ],
  rules: [
    {
      ...rule,
      formula: {
        kind: 'amounts',
        from: 'runsFrom',
        to: 'runsTo',
        items: 'shareAmounts',
        amount: 'amount',
        unpriced: 'shares',
        except: { field: 'party', in: ['BE-BRU'] },
      },
    },
  ],
});
