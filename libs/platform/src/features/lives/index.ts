export { actContextOf, type ActContext, type AnyCall, type Name } from './act-context.js';
export { ownActs } from './another-person.js';
export {
  actsOf,
  Life,
  type Asking,
  type ClockAct,
  type Expired,
  type KeptRecord,
  type LifeAct,
  type Performed,
} from './life.js';
export { PossibleActs, possibleActs, type PossibleLife } from './possible-acts.js';
