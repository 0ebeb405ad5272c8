/**
 * The page's script, first part: data, element making (text only ever becomes text nodes), the panel with evidence. Kept
 * as a string, so that building and packing need nothing but the compiler; no backtick or `${` may stand in it.
 */
export const CLIENT_CORE = String.raw`
'use strict';
const D = JSON.parse(document.getElementById('data').textContent);
const N = D.nodes, E = D.edges, REAL = D.contexts.length;
const SVG = 'http://www.w3.org/2000/svg';
const LINES = new Map(D.lines.map(function (l) { return [l[0] + ':' + l[1], l[2]]; }));
const CONTEXT = new Map(D.homes.map(function (id, i) { return [id, i]; }));
const home = N.map(function (n) { return n[2]; });
const outOf = new Map(), into = new Map();
E.forEach(function (e, i) { push(outOf, e[0], i); push(into, e[1], i); });

function push(map, key, value) { const list = map.get(key); if (list) list.push(value); else map.set(key, [value]); }
function fill(el, props, kids) {
  Object.entries(props || {}).forEach(function (p) {
    if (typeof p[1] === 'function') el.addEventListener(p[0], p[1]);
    else if (p[1] !== undefined && p[1] !== false) el.setAttribute(p[0], String(p[1]));
  });
  kids.flat(Infinity).forEach(function (kid) { if (kid !== undefined && kid !== null && kid !== '') el.append(kid); });
  return el;
}
function h(tag, props) { return fill(document.createElement(tag), props, [].slice.call(arguments, 2)); }
function s(tag, props) { return fill(document.createElementNS(SVG, tag), props, [].slice.call(arguments, 2)); }
function visible(text) {
  return String(text).replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, function (c) {
    return '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
  });
}
function short(text, max) { const v = visible(text); return v.length > max ? v.slice(0, max - 1) + '…' : v; }
/** What is read aloud begins with what is seen, so that one can also say it to press it. */
function button(text, label, onClick, cls) {
  const seen = visible(text), said = visible(label);
  return h('button', { type: 'button', class: cls || 'link', 'aria-label': (said + ' ').startsWith(seen + ' ') ? said : seen + ', ' + said, click: onClick }, seen);
}
const W = new Map(D.words);
/** The words of the page's language; {name} is filled in. Names go in as they are seen. */
function T(text, values) { return (W.get(text) || text).replace(/\{(\w+)\}/g, function (whole, key) { return values && Object.hasOwn(values, key) ? visible(values[key]) : whole; }); }
/** Drawn when it is first opened. */
const drawers = new Map();
function folded(title, draw) {
  const el = h('details', { toggle: function () { if (el.open) unfold(el); } }, h('summary', {}, title));
  drawers.set(el, draw);
  return el;
}
function unfold(el) { const draw = drawers.get(el); if (draw) { drawers.delete(el); fill(el, {}, [draw()]); } }
function percent(v) { return Math.round(v * 100) + ' %'; }
function plural(n, one, many) {
  const other = W.get('{n} ' + one);
  if (other) return other.replace('{n}', n);
  return n + ' ' + (n === 1 ? one : many || one + 's');
}
function nameOf(c) { return c < REAL ? D.contexts[c].name : c === REAL ? T('shared kernel') : T('in no context'); }
function table(caption, heads, rows, cls) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', { class: cls },
    h('caption', { class: 'visually-hidden' }, caption),
    h('thead', {}, h('tr', {}, heads.map(function (t) { return h('th', { scope: 'col' }, t); }))),
    h('tbody', {}, rows.map(function (cells) {
      if (!Array.isArray(cells)) return h('tr', {}, fill(cells, { colspan: heads.length }, []));
      return h('tr', {}, cells.map(function (c, i) {
        return i === 0 ? h('th', { scope: 'row' }, c) : h('td', { class: typeof c === 'number' ? 'num' : undefined }, typeof c === 'number' ? String(c) : c);
      }));
    }))));
}
/** A list of which the next hundred come when asked for. */
function paged(items, draw, size) {
  const list = h('ul', { class: 'plain' });
  const more = button('', T('show more'), next, 'link more');
  let at = 0;
  function next() {
    items.slice(at, at + (size || 100)).forEach(function (item) { list.append(h('li', {}, draw(item))); });
    at += size || 100;
    more.hidden = at >= items.length;
    if (!more.hidden) more.textContent = T('show more ({n} left)', { n: items.length - at });
  }
  next();
  return [list, more];
}

const panel = document.getElementById('panel'), panelBody = document.getElementById('panel-body'), panelTitle = document.getElementById('panel-title');
let opener = null;
function show(title, kids) {
  if (!panel.contains(document.activeElement)) opener = document.activeElement;
  panelTitle.textContent = visible(title);
  panelBody.replaceChildren();
  fill(panelBody, {}, [kids]);
  panel.hidden = false;
  panelTitle.focus();
}
function hide() { panel.hidden = true; if (opener && opener.isConnected) opener.focus(); }
document.getElementById('panel-close').addEventListener('click', hide);
document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && !panel.hidden) hide(); });

function place(path, line) {
  const code = LINES.get(path + ':' + line);
  return h('li', { class: 'place' }, h('span', { class: 'at' }, visible(D.paths[path]) + ':' + line), code === undefined ? '' : h('code', {}, visible(code)));
}
function places(flat, total) {
  const items = [];
  for (let i = 0; i < flat.length; i += 2) items.push(place(flat[i], flat[i + 1]));
  if (total > items.length) items.push(h('li', { class: 'muted' }, T(total - items.length === 1 ? 'and one more place' : 'and {n} more places', { n: total - items.length })));
  return h('ul', { class: 'plain places' }, items);
}
function nodeButton(n) { return button(N[n][0], T('{a}, details', { a: N[n][0] }), function () { showNode(n); }, 'link mono'); }
function edgeItem(i) {
  const e = E[i];
  return [h('p', { class: 'edge' }, h('span', { class: 'tag' }, T(D.kinds[e[2]])), ' ', nodeButton(e[0]), ' → ', nodeButton(e[1])), places(e[5], e[4])];
}
function showEdges(title, list) {
  const sorted = list.slice().sort(function (a, b) { return E[b][3] - E[a][3] || a - b; });
  show(title, [h('p', { class: 'muted' }, T('{n} edges, heaviest first', { n: sorted.length })), paged(sorted, edgeItem, 50)]);
}
/** A number that opens its evidence. */
function evidence(count, title, list) {
  return count === 0 ? h('span', { class: 'muted' }, '0') : button(String(count), T('{n} {what}, show evidence', { n: count, what: title }), function () { showEdges(title, list()); }, 'count');
}
/** Tests lie in the context of what they test, but their edges couple no contexts. */
function couples(e) { return e[6] !== 2 && home[e[0]] !== home[e[1]]; }
function edgesWhere(test) { const list = []; E.forEach(function (e, i) { if (test(e)) list.push(i); }); return list; }
function between(from, to, kinds) {
  return edgesWhere(function (e) { return e[6] !== 2 && home[e[0]] === from && home[e[1]] === to && (!kinds || kinds.includes(D.kinds[e[2]])); });
}
function section(id) { return document.querySelector('#' + id + ' .body'); }
`;
