/** The page's script, third part: dependency matrix and the chart of impact and difficulty. */
export const CLIENT_PICTURES = `
const OPEN_ROWS = 40, MOST_CONTEXTS = 100;
const opened = new Set();
function drawMatrix() {
  const units = [], unitOf = new Array(N.length).fill(-1);
  const cross = N.map(function () { return 0; });
  E.forEach(function (e) { if (couples(e)) { cross[e[0]]++; cross[e[1]]++; } });
  const members = D.homes.map(function () { return []; });
  N.forEach(function (n, i) { members[home[i]].push(i); });
  const heavy = D.layers.map(function (c) { return [c, members[c].reduce(function (sum, n) { return sum + cross[n]; }, 0)]; }).sort(function (a, b) { return b[1] - a[1]; }).slice(0, MOST_CONTEXTS);
  const kept = new Set(heavy.map(function (each) { return each[0]; }));
  D.layers.filter(function (c) { return kept.has(c); }).concat([REAL]).forEach(function (c) {
    if (!opened.has(c)) { units.push({ c: c, label: nameOf(c), head: true }); members[c].forEach(function (n) { unitOf[n] = units.length - 1; }); return; }
    const sorted = members[c].slice().sort(function (a, b) { return cross[b] - cross[a] || a - b; });
    units.push({ c: c, label: nameOf(c) + (sorted.length > OPEN_ROWS ? ' ' + T('(other {n})', { n: sorted.length - OPEN_ROWS }) : ''), head: true });
    sorted.slice(OPEN_ROWS).forEach(function (n) { unitOf[n] = units.length - 1; });
    sorted.slice(0, OPEN_ROWS).forEach(function (n) { units.push({ c: c, label: N[n][0].split('/').pop(), title: N[n][0], node: n }); unitOf[n] = units.length - 1; });
  });
  const cells = new Map();
  E.forEach(function (e) {
    if (e[6] === 2) return;
    const a = unitOf[e[0]], b = unitOf[e[1]];
    if (a >= 0 && b >= 0 && (a !== b || !units[a].head)) { const key = a + ':' + b; cells.set(key, (cells.get(key) || 0) + 1); }
  });
  const rows = units.map(function (u, a) {
    const head = u.head ? h('button', { type: 'button', class: 'expand', 'aria-expanded': String(opened.has(u.c)), 'data-context': u.c, click: function () { toggle(u.c); } }, (opened.has(u.c) ? '▾ ' : '▸ ') + short(u.label, 28)) : h('span', { class: 'member' }, nodeButton2(u));
    return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'index' }, String(a + 1)), ' ', head), units.map(function (v, b) {
      const n = cells.get(a + ':' + b) || 0;
      const cls = a === b ? 'self' : u.c === v.c ? 'own' : a > b && n > 0 && u.c !== REAL ? 'feedback' : '';
      return h('td', { class: cls }, n === 0 ? '' : button(String(n), T('{n} edges from {a} to {b}', { n: n, a: u.label, b: v.label }), function () { showEdges(u.label + ' → ' + v.label, edgesWhere(function (e) { return e[6] !== 2 && unitOf[e[0]] === a && unitOf[e[1]] === b; })); }, 'cell'));
    }));
  });
  section('matrix').replaceChildren();
  fill(section('matrix'), {}, [
    h('p', { class: 'muted' }, T('A row depends on a column; the number counts the edges. Contexts that depend on others come first, so what lies below the diagonal (red) runs against the layers. Open a context to see its most coupled modules and tables ({n} at most).', { n: OPEN_ROWS }) + (D.layers.length > kept.size ? ' ' + T('The {n} most coupled of {all} contexts.', { n: kept.size, all: D.layers.length }) : '')),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': T('Dependency matrix') }, h('table', { class: 'matrix' }, h('caption', { class: 'visually-hidden' }, T('Dependency matrix')),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, T('depends on →')), units.map(function (u, i) { return h('th', { scope: 'col', title: visible(u.title || u.label), 'aria-label': visible(u.label) }, String(i + 1)); }))), h('tbody', {}, rows)))]);
}
function nodeButton2(u) { return button(short(u.label, 30), T('{a}, details', { a: u.title }), function () { showNode(u.node); }, 'link mono'); }
function toggle(c) {
  if (opened.has(c)) opened.delete(c); else opened.add(c);
  drawMatrix();
  const again = document.querySelector('#matrix button[data-context="' + c + '"]');
  if (again) again.focus();
}

function drawChart() {
  const W = 860, H = 520, L = 56, B = 44;
  function x(v) { return L + v * (W - L - 20); }
  function y(v) { return 16 + (1 - v) * (H - B - 16); }
  const svg = s('svg', { viewBox: '0 0 ' + W + ' ' + H, class: 'chart', role: 'group', 'aria-label': T('Impact and difficulty') },
    s('rect', { x: x(0), y: y(1), width: x(1) - x(0), height: y(0) - y(1), class: 'frame' }),
    [0, 0.25, 0.5, 0.75, 1].map(function (v) {
      return [s('line', { x1: x(v), x2: x(v), y1: y(0), y2: y(1), class: 'grid' }), s('line', { x1: x(0), x2: x(1), y1: y(v), y2: y(v), class: 'grid' }),
        s('text', { x: x(v), y: y(0) + 16, class: 'tick' }, String(v)), s('text', { x: L - 18, y: y(v) + 4, class: 'tick' }, String(v))];
    }),
    s('text', { x: x(0.5), y: H - 6, class: 'axis' }, T('difficulty') + ' →'),
    s('text', { x: 14, y: y(0.5), class: 'axis', transform: 'rotate(-90 14 ' + y(0.5) + ')' }, T('impact') + ' →'));
  const dots = D.entries.map(function (e) { return [x(e.difficulty.score), y(e.impact.score)]; });
  const taken = [];
  dots.forEach(function (dot, i) {
    const own = dot.slice();
    let turn = 0;
    while (dots.slice(0, i).some(function (t) { return Math.hypot(t[0] - dot[0], t[1] - dot[1]) < 24; }) && turn < 40) { turn++; dot[0] = own[0] + (4 + 3 * turn) * Math.cos(turn * 2.4); dot[1] = own[1] + (4 + 3 * turn) * Math.sin(turn * 2.4); dot[0] = Math.max(x(0), Math.min(x(1), dot[0])); dot[1] = Math.max(y(1), Math.min(y(0), dot[1])); }
  });
  dots.forEach(function (dot) { taken.push([dot[0] - 12, dot[1] - 12, dot[0] + 12, dot[1] + 12]); });
  D.entries.forEach(function (e, i) {
    const c = CONTEXT.get(e.context), px = dots[i][0], py = dots[i][1];
    const label = T('{rank}. {name}: impact {impact}, difficulty {difficulty}, {quadrant}', { rank: e.rank, name: nameOf(c), impact: e.impact.score.toFixed(2), difficulty: e.difficulty.score.toFixed(2), quadrant: T(e.quadrant) });
    svg.append(s('g', { class: 'dot ' + e.quadrant + (e.pilot ? ' pilot' : ''), tabindex: 0, role: 'button', click: function () { showContext(c); }, keydown: function (event) { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); showContext(c); } } },
      s('title', {}, label), s('circle', { cx: px, cy: py, r: 11 }), s('text', { x: px, y: py + 4 }, String(e.rank)), beside(short(nameOf(c), 22), px, py)));
  });
  /** A name where it stands on nothing else; the number in the dot remains where there is no such place. */
  function beside(name, px, py) {
    const wide = name.length * 7.2, places = [[px + 15, py + 4, 'start', px + 15], [px - 15, py + 4, 'end', px - 15 - wide], [px, py - 16, 'middle', px - wide / 2], [px, py + 24, 'middle', px - wide / 2]];
    for (const p of places) {
      const box = [p[3], p[1] - 11, p[3] + wide, p[1] + 3];
      if (box[0] < L || box[2] > W - 4 || box[1] < 18 || box[3] > H - B || taken.some(function (t) { return box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1]; })) continue;
      taken.push(box);
      return s('text', { x: p[0], y: p[1], class: 'beside', 'text-anchor': p[2] }, name);
    }
    return '';
  }
  fill(section('chart'), {}, [h('p', { class: 'muted' }, T('Each dot is a context, numbered by rank. Top left: much gained for little (quick wins).')), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': T('Impact and difficulty') }, svg)]);
}
`;
