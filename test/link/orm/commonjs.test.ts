/** Plain JavaScript that hands its database on with `module.exports = …`, as most CommonJS applications do. */
import { describe, expect, it } from 'vitest';
import { direct, linked } from '../tables/system.js';

const LOAVES = `
  const db = require('../db');
  const { slugOf } = require('../words');
  const find = (id) => db('loaves').where({ id }).first();
  const bake = (loaf) => db('loaves').insert({ ...loaf, slug: slugOf(loaf) });
  module.exports = { find, bake };`;
const WORDS = 'const slugOf = (loaf) => loaf.name; module.exports = { slugOf };';

describe('A database that a CommonJS module is', () => {
  it.each([
    [
      'under a name of its own',
      "const knex = require('knex'); const db = knex({ client: 'pg' }); module.exports = db;",
    ],
    ['made in place', "module.exports = require('knex')({ client: 'pg' });"],
    ['handed on by another file', "module.exports = require('./connection');"],
  ])('is the same where it is required: %s', async (_how, db) => {
    const graph = await linked({
      'db.js': db,
      'connection.js': "const knex = require('knex'); module.exports = knex({ client: 'pg' });",
      'words.js': WORDS,
      'loaves/queries.js': LOAVES,
    });
    expect(direct(graph)).toEqual(['loaves/queries.js read loaves', 'loaves/queries.js write loaves']);
  });

  it('is required and asked at once', async () => {
    const graph = await linked({
      'db.js': "module.exports = require('knex')({ client: 'pg' });",
      'ovens.js': "module.exports = { hot: () => require('./db')('ovens').where({ hot: true }) };",
    });
    expect(direct(graph)).toEqual(['ovens.js read ovens']);
  });

  it('keeps the members of an object that is given away, also those put on it later', async () => {
    const graph = await linked({
      'db.js': `const knex = require('knex')({ client: 'pg' });
        module.exports = { loaves: () => knex('loaves') };
        module.exports.ovens = () => knex('ovens');`,
      'shop.js': `const db = require('./db');
        module.exports = { open: () => db.loaves().insert({}), close: () => db.ovens().del() };`,
    });
    expect(direct(graph)).toEqual(['shop.js delete ovens', 'shop.js write loaves']);
  });
});
