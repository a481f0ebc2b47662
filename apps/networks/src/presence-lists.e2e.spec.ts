import { judgePresenceLists } from './presence-lists.builder.js';

judgePresenceLists({ many: 2_000, byCost: false });
