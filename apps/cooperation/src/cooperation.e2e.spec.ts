import { serviceLife } from '@passerelle/testing/service-life';
import { codeLists } from './code-lists.js';
import { cooperation } from './cooperation.js';

serviceLife(cooperation, codeLists);
