import { judgePlanLists } from './plan-lists.builder.js';

judgePlanLists({ many: 100_000, byCost: true });
