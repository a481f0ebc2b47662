import { judgeInfluenceLists } from './influence-lists.builder.js';

judgeInfluenceLists({ many: 100_000, byCost: true });
