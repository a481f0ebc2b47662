import { serviceLife } from '@passerelle/testing/service-life';
import { cooperation } from './cooperation.js';

serviceLife(cooperation);
