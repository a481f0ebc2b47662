export { maySee, refuseUnseen, visibleTo, type Classified, type Viewer } from './visibility.js';
