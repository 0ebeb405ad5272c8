/** How nodes of the graph are named, and what of them a reader sees. */

/** `module:src/orders/order.service.ts`; the path is relative to the analysed root, with `/`. */
export function moduleId(path: string): string {
  return `module:${path}`;
}

/** `table:public.orders`; the database leads when a system has several. */
export function tableId(name: string, schema?: string, database?: string): string {
  return `table:${[database, schema, name].filter((part) => part !== undefined && part !== '').join('.')}`;
}

/** Path of a module id, name of a table id. */
export function labelOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}
