import type { Definition, Rule } from '../definition.schema.js';
import { amountOn } from './amount-on.js';
import { amounts } from './amounts.js';
import { cadence } from './cadence.js';
import { cohort } from './cohort.js';
import { countOn } from './count-on.js';
import { leadTime } from './lead-time.js';
import { namedOn } from './named-on.js';
import { proportion } from './proportion.js';
import { familyOf, isMeant, nothing, type Family, type Reading, type States } from './family.js';
import { overlap } from './overlap.js';
import { payments } from './payments.js';
import { perUnit } from './per-unit.js';
import { running, share } from './running.js';
import { shareOfList } from './share-of-list.js';
import { shareOn } from './share-on.js';
import { standing } from './standing.js';
import { stock } from './stock.js';
import { sums } from './sums.js';
import { timely } from './timely.js';
import { weighed } from './weighed.js';

/** The contributions of a root to a definition on a day, with its children in their current state. */
export function read(definition: Definition, rule: Rule, root: string, states: States, day: string): Reading {
  const family = familyOf(rule, states, root);
  if (family === undefined || !isMeant(rule, family)) return nothing;
  const reading = readFamily(definition, rule, family, day);
  return definition.measure === 'perUnit' ? perUnit(rule, reading) : reading;
}

function readFamily(definition: Definition, { formula }: Rule, family: Family, day: string): Reading {
  switch (formula.kind) {
    case 'running':
      return running(definition, formula, family, day);
    case 'share':
      return share(definition, formula, family, day);
    case 'cadence':
      return cadence(definition, formula, family, day);
    case 'timely':
      return timely(definition, formula, family, day);
    case 'leadTime':
      return leadTime(definition, formula, family);
    case 'amounts':
      return amounts(definition, formula, family, day);
    case 'weighed':
      return weighed(definition, formula, family);
    case 'shareOn':
      return shareOn(definition, formula, family, day);
    case 'countOn':
      return countOn(definition, formula, family);
    case 'overlap':
      return overlap(definition, formula, family, day);
    case 'standing':
      return standing(definition, formula, family, day);
    case 'stock':
      return stock(definition, formula, family, day);
    case 'cohort':
      return cohort(definition, formula, family, day);
    case 'shareOfList':
      return shareOfList(definition, formula, family, day);
    case 'proportion':
      return proportion(definition, formula, family);
    case 'namedOn':
      return namedOn(definition, formula, family);
    case 'sums':
      return sums(definition, formula, family);
    case 'amountOn':
      return amountOn(definition, formula, family);
    case 'payments':
      return payments(definition, formula, family);
  }
}
