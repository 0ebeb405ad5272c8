import { describe, expect, it } from 'vitest';
import { linked, type Sources } from './shop.js';

const routes = (sources: Sources) =>
  linked(sources)
    .entryPoints.map(({ verb, name }) => `${verb} ${name}`)
    .sort();

const cakes = `
  import { Router } from 'express';
  const router = Router();
  router.get('/', list);
  router.post('/:id/slices', cut);
  export default router;`;

describe('a route is called from outside by the paths at which its router is hung', () => {
  it('over several files, the outermost first, middleware between', () => {
    const sources = {
      'src/server.ts': `import express from 'express'; import routes from './routes';
        const app = express(); app.use('/api/v1', routes);`,
      'src/routes/index.ts': `import { Router } from 'express'; import cakes from './cakes';
        const router = Router(); router.use('/cakes', isBaker(), cakes); router.get('/ovens', heat); export default router;`,
      'src/routes/cakes.ts': cakes,
    };
    expect(routes(sources)).toEqual(['GET /api/v1/cakes', 'GET /api/v1/ovens', 'POST /api/v1/cakes/:id/slices']);
  });
  it('of CommonJS, of a plugin that is given its server, of a function that makes the router', () => {
    expect(
      routes({
        'app.js': `const express = require('express'); const app = express();
          app.use('/cakes', require('./cakes')); app.use('/staff', require('./staff')());`,
        'cakes.js': `const router = require('express').Router(); router.get('/', list); module.exports = router;`,
        'staff.js': `const { Router } = require('express');
          module.exports = function () { const r = Router(); r.get('/bakers', list); return r; };`,
      }),
    ).toEqual(['GET /cakes', 'GET /staff/bakers']);
    expect(
      routes({
        'server.ts': `import Fastify from 'fastify'; import ovens from './ovens';
          const server = Fastify(); server.register(ovens, { prefix: '/ovens' });`,
        'ovens.ts': `export default async (bakery: FastifyInstance) => { bakery.put('/:id', heat) }`,
      }),
    ).toEqual(['PUT /ovens/:id']);
  });
  it('of a plugin inside a plugin that is written where it is registered, also through fastify-plugin', () => {
    const sources = {
      'app.ts': `import fp from 'fastify-plugin'; import bakery from './bakery'; import staff from './staff';
        export default async function (instance: FastifyInstance) {
          await instance.register(async (instance) => {
            await instance.register(fp(staff), { prefix: '/ignored' }).register(fp(bakery));
          }, { prefix: '/api' });
          instance.get('/health', ok);
        }`,
      'bakery.ts': `import cakes from './cakes'; import ovens from './ovens';
        const plugin: FastifyPluginAsync = async (fastify) => {
          fastify.register(async function (fastify) {
            fastify.register(cakes);
            fastify.get('/smells', smell);
            fastify.register(async (fastify) => { fastify.register(ovens, { prefix: '/ovens' }); });
          }, { prefix: '/bakery' });
        };
        export default plugin;`,
      'cakes.ts': `export default async (fastify: FastifyInstance) => { fastify.get('/:id', show) }`,
      'ovens.ts': `export default async (fastify: FastifyInstance) => { fastify.put('/:id', heat) }`,
      'staff.ts': `export default async (fastify: FastifyInstance) => { fastify.get('/bakers', list) }`,
    };
    expect(routes(sources)).toEqual([
      'GET /api/bakers',
      'GET /api/bakery/:id',
      'GET /api/bakery/smells',
      'GET /health',
      'PUT /api/bakery/ovens/:id',
    ]);
  });
  it('of a plugin whose prefix another file declares; one that nobody declares is told by its name', () => {
    const sources = {
      'paths.ts': `export const CAKES = '/cakes'; export const Paths = { ovens: '/ovens' } as const;`,
      'app.ts': `import { CAKES, Paths } from './paths'; import { STAFF } from '@bakery/paths';
        import cakes from './cakes'; import staff from './staff';
        export default async function (app: FastifyInstance) {
          app.register(cakes, { prefix: CAKES });
          app.register(staff, { prefix: STAFF });
          app.register(async (app) => { app.put('/:id', heat) }, { prefix: Paths.ovens });
        }`,
      'cakes.ts': `export default async (fastify: FastifyInstance) => { fastify.get('/:id', show) }`,
      'staff.ts': `export default async (fastify: FastifyInstance) => { fastify.get('/bakers', list) }`,
    };
    expect(routes(sources)).toEqual(['GET /${STAFF}/bakers', 'GET /cakes/:id', 'PUT /ovens/:id']);
  });
  it('keeps its own path when it is hung twice, in a circle, or when only another router of its file is hung', () => {
    const twice = `import cakes from './cakes'; const app = express(); app.use('/v1', cakes); app.use('/v2', cakes);`;
    expect(routes({ 'app.ts': twice, 'cakes.ts': cakes })).toEqual(['GET /', 'POST /:id/slices']);
    const other = `import { staff } from './cakes'; const app = express(); app.use('/staff', staff);`;
    const both = `${cakes} export const staff = Router(); staff.get('/bakers', list);`;
    expect(routes({ 'app.ts': other, 'cakes.ts': both })).toEqual(['GET /', 'GET /staff/bakers', 'POST /:id/slices']);
    const a = `import b from './b'; const router = Router(); router.use('/a', b); router.get('/x', x); export default router;`;
    const b = `import a from './a'; const router = Router(); router.use('/b', a); export default router;`;
    expect(routes({ 'a.ts': a, 'b.ts': b })).toHaveLength(1);
  });
});
