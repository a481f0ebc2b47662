export {
  checkPolicy,
  granted,
  isHome,
  kept,
  published,
  roles,
  rolesOf,
  shared,
  type Grant,
  type Policy,
  type Role,
} from './policy.js';
export {
  heldBy,
  isPublic,
  open,
  reach,
  sharedWith,
  side,
  under,
  type Bind,
  type CommonRelation,
  type Condition,
  type Relations,
} from './relations.js';
export { maySee, type Classified, type Viewer } from './visibility.js';
