/** How each ORM names the table of a model that gives no name of its own. Pure functions, one file per family. */
export * from './cases.js';
export * from './mikro-orm.js';
export * from './mongoose.js';
export * from './others.js';
export * from './sequelize.js';
export * from './typeorm.js';
