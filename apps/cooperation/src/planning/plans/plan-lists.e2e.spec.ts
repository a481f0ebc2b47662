import { judgePlanLists } from './plan-lists.builder.js';

judgePlanLists({ many: 2_000, byCost: false });
