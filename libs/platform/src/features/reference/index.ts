export { referenceModule } from './reference.js';
