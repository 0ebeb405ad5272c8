import { describe, expect, it } from 'vitest';
import { read } from './read.js';

const entries = (text: string, path?: string) =>
  read(text, path).entryPoints.map((e) => [e.kind, e.verb, e.name, e.handler].join(' ').trim());

describe('HTTP routes', () => {
  it('of a controller join the prefix of the class, constants of the file included', () => {
    const text = `
      import { Controller, Get, Post } from '@nestjs/common';
      const ROOT = 'appointments';
      @Controller(ROOT)
      class AppointmentController {
        @Get() list() {}
        @Get(':id') one() {}
        @Post([':id/cancel', ':id/undo']) cancel() {}
      }
      class NotAController { @Get('x') x() {} }`;
    expect(entries(text)).toEqual([
      'http GET /appointments AppointmentController.list',
      'http GET /appointments/:id AppointmentController.one',
      'http POST /appointments/:id/cancel AppointmentController.cancel',
      'http POST /appointments/:id/undo AppointmentController.cancel',
    ]);
  });
  it.each([
    ["import express from 'express'; const shop = express(); shop.get('/cakes', list)", ['http GET /cakes list']],
    ["const r = express.Router(); r.post('/cakes', auth, wrap(create))", ['http POST /cakes create']],
    ["const r = Router(); app.use('/shop', r); r.delete('/cakes/:id', (req) => {})", ['http DELETE /shop/cakes/:id']],
    [
      "export default async (bakery: FastifyInstance) => { bakery.put('/ovens', { schema }, heat) }",
      ['http PUT /ovens heat'],
    ],
    ["const r = new Router({ prefix: '/ovens' }); r.get('/', list)", ['http GET /ovens list']],
    ["const r = new KoaRouter(); r.get('cakes', '/cakes', list)", ['http GET /cakes list']],
    ["new Hono().get('/a', h).post('/b', h)", ['http GET /a h', 'http POST /b h']],
    [
      "const r = Router(); r.route('/cakes').get(list).post(create)",
      ['http GET /cakes list', 'http POST /cakes create'],
    ],
    [
      "server.route({ method: ['GET', 'HEAD'], path: '/cakes', handler: list })",
      ['http GET /cakes list', 'http HEAD /cakes list'],
    ],
    [
      "const c = new CakeController(); const r = Router(); r.get('/cakes', c.list)",
      ['http GET /cakes CakeController.list'],
    ],
    ["export function mount(app) { app.get('/cakes', list) }", ['http GET /cakes list']],
  ])('of a router: %s', (text, expected) => {
    expect(entries(text).sort()).toEqual(expected);
  });
  it.each([
    "const ovens = new Map(); ovens.get('/a', b)",
    "import axios from 'axios'; axios.get('/cakes', handler)",
    "api.get('/cakes', { params })",
    "import { router } from '@inertiajs/react'; router.get('/cakes', data)",
    "app.get('port')",
    "request(app).get('/cakes', done)",
    "const server = makeCache(); server.get('/cakes', fallback)",
  ])('are not what only looks like one: %s', (text) => {
    expect(entries(text)).toEqual([]);
  });
  it('may be told by the place of the file', () => {
    expect(entries('export async function GET() {}', 'src/app/(shop)/cakes/[id]/route.ts')).toEqual([
      'http GET /cakes/[id] GET',
    ]);
    expect(entries('export const POST = h', 'src/api/admin/cakes/route.ts')).toEqual(['http POST /admin/cakes POST']);
    expect(entries('export default function bake() {}', 'pages/api/cakes/index.ts')).toEqual([
      'http ALL /api/cakes bake',
    ]);
  });
});

describe('other entry points', () => {
  it('are GraphQL fields of a resolver, by option, by argument or by method', () => {
    const text = `
      @Resolver(() => Cake)
      class CakeResolver {
        @Query(() => [Cake], { name: 'cakes' }) all() {}
        @Mutation() bake() {}
        @ResolveField('layers') layersOf() {}
      }
      class Repository { @Query('select') find() {} }`;
    expect(entries(text)).toEqual([
      'graphql Query cakes CakeResolver.all',
      'graphql Mutation bake CakeResolver.bake',
      'graphql ResolveField Cake.layers CakeResolver.layersOf',
    ]);
  });
  it('are fields of a resolver map', () => {
    expect(entries('export const resolvers = { Query: { cakes() {} }, Cake: { layers() {} } }')).toEqual([
      'graphql Query cakes',
    ]);
  });
  it('are tRPC procedures, with the prefix of nested routers', () => {
    const text = `
      export const appRouter = createTRPCRouter({
        list: publicProcedure.query(() => cakes),
        oven: router({ heat: t.procedure.input(schema).mutation(heat) }),
      });`;
    expect(entries(text)).toEqual(['rpc query list', 'rpc mutation oven.heat heat']);
  });
  it('are messages, schedules, queues and sockets by decorator', () => {
    const text = `
      class Kitchen {
        @MessagePattern({ cmd: 'bake' }) bake() {}
        @EventPattern('oven.hot') hot() {}
        @Cron('0 4 * * *') early() {}
        @Cron(CronExpression.EVERY_HOUR) hourly() {}
      }
      @Processor('cakes') class CakeProcessor { process() {} }
      @Processor('ovens') class OvenProcessor { @Process('heat') heat() {} }
      @WebSocketGateway() class Door { @SubscribeMessage('ring') ring() {} }`;
    expect(entries(text)).toEqual([
      'rpc MessagePattern bake Kitchen.bake',
      'event EventPattern oven.hot Kitchen.hot',
      'cron 0 4 * * * 0 4 * * * Kitchen.early',
      'cron CronExpression.EVERY_HOUR CronExpression.EVERY_HOUR Kitchen.hourly',
      'queue cakes cakes CakeProcessor.process',
      'queue ovens heat OvenProcessor.heat',
      'websocket SubscribeMessage ring Door.ring',
    ]);
  });
  it.each([
    ["import { Worker } from 'bullmq'; new Worker('cakes', bake)", ['queue cakes cakes bake']],
    ["import { Worker } from 'node:worker_threads'; new Worker('cakes', bake)", []],
    ["const cakes = new Queue('cakes'); cakes.process('bake', bake)", ['queue cakes bake bake']],
    ["import cron from 'node-cron'; cron.schedule('0 4 * * *', bake)", ['cron 0 4 * * * 0 4 * * * bake']],
    ["channel.consume('cakes', bake)", ['queue consume cakes bake']],
    ["consumer.subscribe({ topic: 'cakes' }); consumer.run({ eachMessage: bake })", ['queue kafka cakes bake']],
    [
      "import { Command } from 'commander'; const p = new Command(); p.command('bake <cake>').action(bake)",
      ['cli command bake bake'],
    ],
    ["'use server'; export async function order() {}", ['rpc server-action order order']],
  ])('by call: %s', (text, expected) => {
    expect(entries(text)).toEqual(expected);
  });
});
