export { Task } from './task.schema.js';
export { TaskTables1763942430000 } from './tables.js';
export { Tasks } from './tasks.js';
