import { describe, expect, it } from 'vitest';
import { nameGroups } from '../../src/cluster/naming.js';
import { module, table } from './graphs.js';

const names = (...groups: (readonly string[])[]) =>
  nameGroups({
    groups: groups.map((nodes) => nodes.map((name) => (name.includes('/') ? module(name) : table(name)))),
    outside: [],
    system: 'cinema',
    entryPoints: [],
    accesses: new Map(),
    layer: new Set(['src', 'service', 'record', 'server', 'view', 'data']),
    reserved: new Map(),
  }).map((named) => named.id);

describe('names of contexts', () => {
  it('follow the form that most tables have, for all contexts alike', () => {
    expect(names(['films', 'src/film.service.ts'], ['tickets', 'seats_ticket', 'src/ticket.service.ts'])).toEqual([
      'films',
      'tickets',
    ]);
    expect(names(['film', 'src/films/film.service.ts'], ['ticket', 'src/tickets.service.ts'])).toEqual([
      'film',
      'ticket',
    ]);
  });

  it('make up no plural that nobody writes', () => {
    expect(names(['stock_levels', 'stock_holds', 'src/stock.service.ts'])).toEqual(['stock']);
  });

  it('say what thing it is, when a word only says what kind', () => {
    expect(names(['scheduled_task_record', 'src/scheduled-task.service.ts'])).toEqual(['scheduled-task']);
    expect(names(['MockServer', 'MockServerLog', 'src/mock-server.service.ts'])).toEqual(['mock-server']);
    expect(names(['ApiKey', 'src/key.service.ts'])).toEqual(['api-key']);
  });

  it('say which, when a word of the language is all that its tables have in common', () => {
    expect(names(['lesson_class', 'event_class', 'event_class_log', 'src/class.service.ts'])).toEqual(['event-class']);
    expect(names(['personal_access_token', 'src/personal-access-token.service.ts'])).toEqual(['personal-access-token']);
    expect(names(['custom_view', 'custom_view_order', 'src/CustomView.ts', 'src/CustomViewOrder.ts'])).toEqual([
      'custom-view',
    ]);
  });

  it('are those of the folder that holds the whole context and nothing else', () => {
    const reports = ['balance-sheet', 'profit-sheet', 'cash-flow', 'trial-balance'].map(
      (name) => `src/modules/financial-statements/${name}/${name}.service.ts`,
    );
    expect(names(reports, ['tickets', 'src/modules/tickets/ticket.service.ts'])).toEqual([
      'financial-statements',
      'tickets',
    ]);
    expect(names(['src/data-server/http.ts', 'src/data-server/files.ts'])).toEqual(['data-server']);
  });

  it('write out what the files write out', () => {
    expect(
      names([
        'pay_refunds',
        'pay_attempts',
        'src/payment.service.ts',
        'src/payment-webhook.ts',
        'src/payments/payment.ts',
      ]),
    ).toEqual(['payments']);
  });

  it('are not taken from the tables of migration tools', () => {
    expect(names(['migrations', 'src/ticket.service.ts', 'src/ticket-price.ts'])).toEqual(['ticket']);
  });
});
