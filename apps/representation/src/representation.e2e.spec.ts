import { serviceLife } from '@passerelle/testing/service-life';
import { representation } from './representation.js';

serviceLife(representation);
