import { describe, expect, it } from 'vitest';
import { type NamingInput, nameGroups } from '../../src/cluster/naming/naming.js';
import { module, table } from './graphs.js';

type Known = Pick<NamingInput, 'referrers' | 'following'>;

const namesWith = (known: Known, ...groups: (readonly string[])[]) =>
  nameGroups({
    groups: groups.map((nodes) => nodes.map((name) => (name.includes('/') ? module(name) : table(name)))),
    outside: [],
    system: 'cinema',
    entryPoints: [],
    accesses: new Map(),
    layer: new Set(['src', 'service', 'record', 'server', 'view', 'data', 'search', 'api', 'plugin']),
    reserved: new Map(),
    ...known,
  }).map((named) => named.id);

const names = (...groups: (readonly string[])[]) => namesWith({}, ...groups);

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

  it('say of what, when a word is only said of things that have tables of their own', () => {
    const popular = ['popular_film', 'popular_actor', 'popular_snack', 'popular_snack_menu', 'src/popular-things.ts'];
    const things = ['film', 'actor', 'snack'].map((name) => [name, `src/${name}/${name}.service.ts`]);
    expect(names(popular, ...things)[0]).toBe('popular-actor');
    expect(names([...popular, 'actor_popular'], ...things)[0]).toBe('popular');
  });

  it('are borne out by the modules, where a single table says something else than most of them', () => {
    const mails = Array.from({ length: 24 }, (_, i) => `src/notification/notification-${i}.service.ts`);
    expect(names(['visitor_session', ...mails])).toEqual(['notification']);
    const few = mails.slice(0, 12);
    const sessions = Array.from({ length: 6 }, (_, i) => `src/visitor-session/visitor-session-${i}.service.ts`);
    expect(names(['visitor_session', ...few, ...sessions])).toEqual(['visitor-session']);
  });

  it('are no tokens that are refreshed, where the code is about visitors', () => {
    const visitors = ['login', 'logout', 'password', 'profile'].map((name) => `src/visitor/visitor-${name}.service.ts`);
    expect(names(['refresh_token', 'src/visitor/refresh-token.service.ts', ...visitors])).toEqual(['visitor']);
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

  it('are of the table that the others refer to', () => {
    const referrers = new Map([
      ['table:member', ['table:pass', 'table:login']],
      ['table:cashier', []],
    ]);
    expect(namesWith({ referrers }, ['cashier', 'login', 'member', 'pass'])).toEqual(['member']);
  });

  it('are the word of the one table that is called so, however many others have it', () => {
    const screening = ['screening', 'screening_review', 'screening_feedback', 'src/review.ts', 'src/feedback.ts'];
    const seats = ['screening_seat', 'screening_seat_hold', 'src/screening-seat.ts', 'src/screening-seat-hold.ts'];
    const prices = ['screening_price', 'screening_price_list', 'src/screening-price.ts'];
    expect(names(screening, seats, prices)[0]).toBe('screening');
    expect(names(['checks', 'door_checks', 'src/door-checks/door-check.ts', 'src/checks/check.ts'])).toEqual([
      'checks',
    ]);
  });

  it('are not the word of a table that is a numbered kind of it', () => {
    const films = ['Film', 'FilmVersion', 'FilmTrailer', 'FilmRank', 'src/film.service.ts', 'src/cast.service.ts'];
    expect(names(films, ['Film3D', 'src/film3d.service.ts'])[0]).toBe('film');
  });

  it('come from what was clustered, and less from the screens that follow it', () => {
    const screens = ['list', 'form', 'page', 'button'].map((name) => `web/loyalty/loyalty-${name}.tsx`);
    const code = ['src/visits/visit-export.ts', 'src/visits/visit-count.ts'];
    const group = ['visit', ...code, ...screens];
    expect(namesWith({ following: new Set(screens.map((path) => `module:${path}`)) }, group)).toEqual(['visit']);
  });

  it('are of the folders of one name, wherever these lie, when the tables have no word in common', () => {
    const chat = ['message', 'thread', 'api/chat/send.ts', 'types/chat/mark.ts', 'web/chat/box.ts'];
    expect(names(chat, ['ticket', 'api/ticket.ts'])).toEqual(['chat', 'ticket']);
  });

  it('leave off what begins the names of all packages', () => {
    const packages = ['seat', 'film', 'snack', 'ticket'].map((name) => [
      `packages/cinema-api-plugin-${name}/a.ts`,
      `packages/cinema-api-plugin-${name}/b.ts`,
    ]);
    expect(names(...packages)).toEqual(['seat', 'film', 'snack', 'ticket']);
  });

  it('are not what was done with a thing when the code has a better word', () => {
    expect(names(['invited_guest', 'src/premiere/premiere.ts', 'src/premiere/premiere-list.ts'])).toEqual(['premiere']);
  });

  it('give a word to the context that keeps tables rather than to one that keeps none', () => {
    const screens = ['web/usher/list.ts', 'web/usher/form.ts', 'web/usher/menu.ts', 'web/usher/usher.ts'];
    expect(names(screens, ['shift_log', 'src/usher/usher.ts', 'src/usher/shift.ts'])[1]).toBe('usher');
  });

  it('are no word of the language for a context without tables', () => {
    const staff = ['staff/name', 'staff/badge/name', 'roster/name', 'staff/badge'].map((path) => `src/${path}.ts`);
    expect(names(staff, ['ticket', 'src/ticket.ts'])).toEqual(['staff', 'ticket']);
  });

  it('are two letters long, or the name of an operation, where a table is called so', () => {
    expect(names(['ai', 'src/suggest.ts'])).toEqual(['ai']);
    expect(names(['search_index_item', 'src/search/indexer.ts', 'src/search/text.ts'])).toEqual(['search']);
  });
});
