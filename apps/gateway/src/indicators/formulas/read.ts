import type { Definition, Rule } from '../definition.schema.js';
import { cadence } from './cadence.js';
import { familyOf, isMeant, nothing, type Reading, type States } from './family.js';
import { running, share } from './running.js';

/** What a root contributes to a definition on a day, with its children as they stand. */
export function read(definition: Definition, rule: Rule, root: string, states: States, day: string): Reading {
  const family = familyOf(rule, states, root);
  if (family === undefined || !isMeant(rule, family)) return nothing;
  const { formula } = rule;
  if (formula.kind === 'running') return running(definition, formula, family, day);
  if (formula.kind === 'share') return share(definition, formula, family, day);
  return cadence(definition, formula, family, day);
}
