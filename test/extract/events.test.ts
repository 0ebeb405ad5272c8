import { describe, expect, it } from 'vitest';
import { read } from './read.js';

const events = (text: string) =>
  read(text).events.map((e) => [e.direction, e.mechanism, e.nameKind, e.name, e.function].join(' ').trim());

describe('events', () => {
  it.each([
    [
      "class A { constructor(private e: EventEmitter2) {} pay() { this.e.emit('ticket.paid', t) } }",
      ['publish event-emitter literal ticket.paid A.pay'],
    ],
    ['class A { pay() { this.eventBus.publish(new TicketPaid(t)) } }', ['publish event-bus class TicketPaid A.pay']],
    ['function pay() { const paid = new TicketPaid(); bus.publish(paid) }', ['publish event-bus class TicketPaid pay']],
    [
      'class A { pay() { this.bus_.withTransaction(m).emit(Tickets.Events.PAID, t) } }',
      ['publish event-bus constant Tickets.Events.PAID A.pay'],
    ],
    [
      "import { events } from './events'; emitter.emit(events.ticket.onPaid, t)",
      ['publish event-emitter constant events.ticket.onPaid'],
    ],
    ['emitEventStep({ eventName: TicketEvents.PAID, data })', ['publish event-bus constant TicketEvents.PAID']],
    ["const q = new Queue('tickets'); q.add('print', t)", ['publish queue literal tickets']],
    [
      "class A { constructor(@InjectQueue(TICKETS) private q: Queue) {} go() { this.q.add('print') } }",
      ['publish queue constant TICKETS A.go'],
    ],
    [
      'class A { readonly q: Queue; constructor() { this.q = new Queue(Queues.print.name) } go() { this.q.add("print", t) } }',
      ['publish queue constant Queues.print.name A.go'],
    ],
    ["import { Worker } from 'bullmq'; new Worker('tickets', print)", ['consume queue literal tickets']],
    ["import { Worker } from 'node:worker_threads'; new Worker('./thread.js', {})", []],
    ["producer.send({ topic: 'tickets', messages })", ['publish message-broker literal tickets']],
    ["channel.publish('cinema', 'ticket.paid', body)", ['publish message-broker literal ticket.paid']],
    [
      'class T extends AggregateRoot { pay() { this.apply(new TicketPaid()) } }',
      ['publish aggregate class TicketPaid T.pay'],
    ],
    ['this.commandBus.execute(new PayTicket())', ['publish command-bus class PayTicket']],
    ["emitter.on('ticket.paid', print)", ['consume event-emitter literal ticket.paid']],
    ['bus.ofType(TicketPaid).subscribe(print)', ['consume event-bus class TicketPaid']],
    [
      '@EventsHandler(TicketPaid, TicketSold) class P {}',
      ['consume event-bus class TicketPaid P', 'consume event-bus class TicketSold P'],
    ],
    ['class P implements IEventHandler<TicketPaid> {}', ['consume event-bus class TicketPaid P']],
    ["class P { @OnEvent('ticket.*') print() {} }", ['consume event-emitter literal ticket.* P.print']],
    ["@Processor('tickets') class P {}", ['consume queue literal tickets P']],
  ])('%s', (text, expected) => {
    expect(events(text)).toEqual(expected);
  });
  it.each([
    "process.on('exit', stop)",
    "stream.on('data', read); redis.on('error', log)",
    "import { EventEmitter, Output } from '@angular/core'; class C { @Output() paid = new EventEmitter(); f() { this.paid.emit('x') } }",
    'tickets$.subscribe((t) => print(t))',
    'class A { handle(event) { this.bus.publish(event.name) } }',
    "store.dispatch('paid')",
    "list.add('print', t)",
  ])('are not what only looks like one: %s', (text) => {
    expect(events(text)).toEqual([]);
  });
});
