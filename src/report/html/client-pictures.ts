/** The page's script, second part: context map, dependency matrix and the chart of impact and difficulty. */
export const CLIENT_PICTURES = String.raw`
const BOX_W = 172, BOX_H = 52, STEP_X = 214, STEP_Y = 128;
function drawMap() {
  const at = D.layout.places, rows = Math.max.apply(null, at.map(function (p) { return p.row; }).concat(0));
  const half = Math.max.apply(null, at.map(function (p) { return Math.abs(p.column); }).concat(1)) * STEP_X + BOX_W / 2 + 40;
  const rank = new Map(D.layout.order.map(function (c, i) { return [c, i]; }));
  const cut = new Set();
  D.cuts.forEach(function (cycle) { cycle.cut.forEach(function (edge) { cut.add(edge.from + '\n' + edge.to); }); });
  const arrows = D.relations.map(function (r) { return { from: CONTEXT.get(r.downstream), to: CONTEXT.get(r.upstream), r: r }; })
    .filter(function (a) { return a.from < REAL && a.to < REAL; })
    .sort(function (a, b) { return b.r.weight - a.r.weight; });
  const shown = Math.max(12, Math.round(1.6 * REAL));
  const heaviest = arrows.length > 0 ? arrows[0].r.weight : 1;
  const svg = s('svg', { viewBox: [-half, -20, 2 * half, rows * STEP_Y + BOX_H + 60].join(' '), class: 'map', role: 'group', 'aria-label': 'Context map' },
    s('defs', {}, ['plain', 'up'].map(function (kind) {
      return s('marker', { id: 'head-' + kind, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, markerUnits: 'userSpaceOnUse', orient: 'auto' }, s('path', { d: 'M0 0 10 5 0 10z', class: 'head ' + kind }));
    })));
  svg.querySelectorAll('marker').forEach(function (m) { m.setAttribute('markerWidth', 11); m.setAttribute('markerHeight', 11); });
  const lines = arrows.map(function (a, i) {
    const up = rank.get(a.from) > rank.get(a.to);
    const p = at[a.from], q = at[a.to], down = q.row > p.row;
    const side = q.row === p.row;
    const x1 = p.column * STEP_X + (side ? Math.sign(q.column - p.column) * BOX_W / 2 : 0) + (up ? 14 : -6), y1 = p.row * STEP_Y + (side ? BOX_H / 2 : down ? BOX_H : 0);
    const x2 = q.column * STEP_X - (side ? Math.sign(q.column - p.column) * BOX_W / 2 : 0) + (up ? 14 : -6), y2 = q.row * STEP_Y + (side ? BOX_H / 2 : down ? 0 : BOX_H);
    const bend = side ? 0 : (down ? 1 : -1) * Math.min(70, Math.abs(y2 - y1) / 2);
    const lift = side && Math.abs(q.column - p.column) > 1 ? -46 : 0;
    const d = 'M' + [x1, y1, 'C', x1, y1 + bend + lift, x2, y2 - bend + lift, x2, y2].join(' ');
    const n = Object.values(a.r.edges).reduce(function (x, y) { return x + y; }, 0);
    const g = s('g', { class: 'arrow' + (up ? ' up' : '') + (i >= shown ? ' light' : ''), 'data-from': a.from, 'data-to': a.to, click: function () { showRelation(a.r); } },
      s('title', {}, nameOf(a.from) + ' depends on ' + nameOf(a.to) + ': ' + counts(a.r.edges)),
      s('path', { d: d, class: 'hit' }),
      s('path', { d: d, class: 'line', 'stroke-width': 1 + 4 * Math.sqrt(a.r.weight / heaviest), 'marker-end': 'url(#head-' + (up ? 'up' : 'plain') + ')' }),
      s('text', { x: (x1 + x2) / 2 + 6, y: (y1 + y2) / 2 + lift * 0.75 + 4, class: 'label' }, String(n)));
    return g;
  });
  const boxes = D.contexts.map(function (c, i) {
    const members = [0, 0];
    N.forEach(function (n) { if (n[2] === i) members[n[1]]++; });
    const label = c.name + ', ' + plural(members[0], 'module') + ', ' + plural(members[1], 'table');
    const g = s('g', { class: 'box' + (c.id === D.pilot ? ' pilot' : ''), tabindex: 0, role: 'button', 'aria-label': label + (c.id === D.pilot ? ', pilot' : ''), transform: 'translate(' + (at[i].column * STEP_X - BOX_W / 2) + ' ' + at[i].row * STEP_Y + ')',
      click: function () { showContext(i); }, keydown: function (event) { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); showContext(i); } },
      focus: function () { light(i); }, blur: function () { light(-1); }, mouseenter: function () { light(i); }, mouseleave: function () { light(-1); } },
      s('title', {}, label), s('rect', { width: BOX_W, height: BOX_H, rx: 9 }),
      s('text', { x: BOX_W / 2, y: 22, class: 'name' }, short(c.name, 22)), s('text', { x: BOX_W / 2, y: 40, class: 'detail' }, members[0] + ' modules · ' + members[1] + ' tables'));
    return g;
  });
  function light(c) {
    svg.classList.toggle('lit', c >= 0);
    lines.forEach(function (g) { g.classList.toggle('on', g.dataset.from === String(c) || g.dataset.to === String(c)); });
  }
  fill(svg, {}, [lines, boxes]);
  const hidden = arrows.length - Math.min(shown, arrows.length);
  fill(section('map'), {}, [
    h('p', { class: 'muted' }, 'An arrow points from the context that depends to the one it depends on; the number counts its edges. Red and dashed: against the layers, so part of what closes cycles. Green: the pilot.' + (hidden > 0 ? ' The ' + hidden + ' lightest arrows show when a context is pointed at or focused.' : '')),
    h('div', { class: 'scroll' }, svg),
    h('details', {}, h('summary', {}, 'Relations as a table (' + D.relations.length + ')'), table('Relations', ['downstream', 'upstream', 'pattern', 'edges', 'why'], D.relations.map(function (r) {
      return [visible(r.downstream), visible(r.upstream), r.pattern, button(counts(r.edges) || '—', 'evidence of ' + r.downstream + ' to ' + r.upstream, function () { showRelation(r); }), visible(r.reason)];
    }))),
    D.cuts.length === 0 ? '' : h('details', {}, h('summary', {}, 'Cycles and what to cut (' + D.cuts.length + ')'), D.cuts.map(function (cycle) {
      return [h('h3', {}, visible(cycle.contexts.join(' ⇄ '))), paged(cycle.cut, function (c) { return c.kind + ' ' + visible(c.from.slice(c.from.indexOf(':') + 1)) + ' → ' + visible(c.to.slice(c.to.indexOf(':') + 1)); }, 20)];
    }))]);
}
const WORDS = { import: 'import', 'type-import': 'type', read: 'read', write: 'write', 'foreign-key': 'key', transaction: 'transaction', event: 'event' };
function counts(edges) { return Object.keys(WORDS).filter(function (k) { return edges[k] > 0; }).map(function (k) { return plural(edges[k], WORDS[k]); }).join(', '); }
function showRelation(r) {
  const list = between(CONTEXT.get(r.downstream), CONTEXT.get(r.upstream));
  show(r.downstream + ' → ' + r.upstream, [h('p', {}, r.pattern + ': ' + visible(r.reason)), h('p', { class: 'muted' }, counts(r.edges)), paged(list.sort(function (a, b) { return E[b][3] - E[a][3]; }), edgeItem, 50)]);
}

const OPEN_ROWS = 40;
const opened = new Set();
function drawMatrix() {
  const units = [], unitOf = new Array(N.length).fill(-1);
  const cross = N.map(function () { return 0; });
  E.forEach(function (e) { if (home[e[0]] !== home[e[1]]) { cross[e[0]]++; cross[e[1]]++; } });
  const members = D.homes.map(function () { return []; });
  N.forEach(function (n, i) { members[home[i]].push(i); });
  D.layout.order.concat([REAL]).forEach(function (c) {
    if (!opened.has(c)) { units.push({ c: c, label: nameOf(c), head: true }); members[c].forEach(function (n) { unitOf[n] = units.length - 1; }); return; }
    const sorted = members[c].slice().sort(function (a, b) { return cross[b] - cross[a] || a - b; });
    units.push({ c: c, label: nameOf(c) + (sorted.length > OPEN_ROWS ? ' (other ' + (sorted.length - OPEN_ROWS) + ')' : ''), head: true });
    sorted.slice(OPEN_ROWS).forEach(function (n) { unitOf[n] = units.length - 1; });
    sorted.slice(0, OPEN_ROWS).forEach(function (n) { units.push({ c: c, label: N[n][0].split('/').pop(), title: N[n][0], node: n }); unitOf[n] = units.length - 1; });
  });
  const cells = new Map();
  E.forEach(function (e) {
    const a = unitOf[e[0]], b = unitOf[e[1]];
    if (a >= 0 && b >= 0 && (a !== b || !units[a].head)) { const key = a + ':' + b; cells.set(key, (cells.get(key) || 0) + 1); }
  });
  const rows = units.map(function (u, a) {
    const head = u.head ? h('button', { type: 'button', class: 'expand', 'aria-expanded': String(opened.has(u.c)), 'data-context': u.c, click: function () { toggle(u.c); } }, (opened.has(u.c) ? '▾ ' : '▸ ') + short(u.label, 28)) : h('span', { class: 'member' }, nodeButton2(u));
    return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'index' }, String(a + 1)), ' ', head), units.map(function (v, b) {
      const n = cells.get(a + ':' + b) || 0;
      const cls = a === b ? 'self' : u.c === v.c ? 'own' : a > b && n > 0 && u.c !== REAL ? 'feedback' : '';
      return h('td', { class: cls }, n === 0 ? '' : button(String(n), n + ' edges from ' + u.label + ' to ' + v.label, function () { showEdges(u.label + ' → ' + v.label, edgesWhere(function (e) { return unitOf[e[0]] === a && unitOf[e[1]] === b; })); }, 'cell'));
    }));
  });
  section('matrix').replaceChildren();
  fill(section('matrix'), {}, [
    h('p', { class: 'muted' }, 'A row depends on a column; the number counts the edges. Contexts that depend on others come first, so what lies below the diagonal (red) runs against the layers. Open a context to see its most coupled modules and tables (' + OPEN_ROWS + ' at most).'),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Dependency matrix' }, h('table', { class: 'matrix' }, h('caption', { class: 'visually-hidden' }, 'Dependency structure matrix'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'depends on →'), units.map(function (u, i) { return h('th', { scope: 'col', title: visible(u.title || u.label), 'aria-label': visible(u.label) }, String(i + 1)); }))), h('tbody', {}, rows)))]);
}
function nodeButton2(u) { return button(short(u.label, 30), u.title + ', details', function () { showNode(u.node); }, 'link mono'); }
function toggle(c) {
  if (opened.has(c)) opened.delete(c); else opened.add(c);
  drawMatrix();
  const again = document.querySelector('#matrix button[data-context="' + c + '"]');
  if (again) again.focus();
}

function drawChart() {
  const W = 720, H = 460, L = 56, B = 44;
  function x(v) { return L + v * (W - L - 20); }
  function y(v) { return 16 + (1 - v) * (H - B - 16); }
  const svg = s('svg', { viewBox: '0 0 ' + W + ' ' + H, class: 'chart', role: 'group', 'aria-label': 'Impact and difficulty' },
    s('rect', { x: x(0), y: y(1), width: x(1) - x(0), height: y(0) - y(1), class: 'frame' }),
    [0, 0.25, 0.5, 0.75, 1].map(function (v) {
      return [s('line', { x1: x(v), x2: x(v), y1: y(0), y2: y(1), class: 'grid' }), s('line', { x1: x(0), x2: x(1), y1: y(v), y2: y(v), class: 'grid' }),
        s('text', { x: x(v), y: y(0) + 16, class: 'tick' }, String(v)), s('text', { x: L - 18, y: y(v) + 4, class: 'tick' }, String(v))];
    }),
    s('text', { x: x(0.5), y: H - 6, class: 'axis' }, 'difficulty →'),
    s('text', { x: 14, y: y(0.5), class: 'axis', transform: 'rotate(-90 14 ' + y(0.5) + ')' }, 'impact →'));
  const taken = [];
  D.entries.forEach(function (e) {
    const c = CONTEXT.get(e.context);
    let px = x(e.difficulty.score), py = y(e.impact.score), turn = 0;
    while (taken.some(function (t) { return Math.hypot(t[0] - px, t[1] - py) < 24; }) && turn < 40) { turn++; px = x(e.difficulty.score) + (4 + 3 * turn) * Math.cos(turn * 2.4); py = y(e.impact.score) + (4 + 3 * turn) * Math.sin(turn * 2.4); }
    taken.push([px, py]);
    const label = e.rank + '. ' + nameOf(c) + ': impact ' + e.impact.score.toFixed(2) + ', difficulty ' + e.difficulty.score.toFixed(2) + ', ' + e.quadrant;
    svg.append(s('g', { class: 'dot ' + e.quadrant + (e.pilot ? ' pilot' : ''), tabindex: 0, role: 'button', 'aria-label': label, click: function () { showContext(c); }, keydown: function (event) { if (event.key === 'Enter') showContext(c); } },
      s('title', {}, label), s('circle', { cx: px, cy: py, r: 11 }), s('text', { x: px, y: py + 4 }, String(e.rank)),
      D.entries.length <= 14 ? s('text', { x: px + (px > W - 190 ? -15 : 15), y: py + 4, class: px > W - 190 ? 'beside left' : 'beside' }, short(nameOf(c), 22)) : ''));
  });
  fill(section('chart'), {}, [h('p', { class: 'muted' }, 'Each dot is a context, numbered by rank. Top left: much gained for little (quick wins).'), h('div', { class: 'scroll' }, svg)]);
}
`;
