import { judgePresenceLists } from './presence-lists.builder.js';

judgePresenceLists({ many: 100_000, byCost: true });
