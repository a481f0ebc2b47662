import { serviceLife } from '@passerelle/testing/service-life';
import { networks } from './networks.js';

serviceLife(networks);
