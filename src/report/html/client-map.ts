/** The page's script, second part: the context map on the places that Graphviz found. */
export const CLIENT_MAP = `
const SMALLEST = 0.7, PAGE = 1330;
function drawMap() {
  const M = D.map, width = M.width + 24, height = M.height + 24, isWide = width * SMALLEST > PAGE;
  const scale = Math.max(SMALLEST, Math.min(1.15, PAGE / width));
  const svg = s('svg', { viewBox: [-12, -12, width, height].join(' '), width: Math.round(width * scale), height: Math.round(height * scale), class: isWide ? 'map' : 'map fits', role: 'group', 'aria-label': T('Context map') });
  const lines = M.arrows.map(function (a) {
    return s('g', { class: 'arrow ' + a.look, 'data-from': a.from, 'data-to': a.to, click: function () { if (a.relation >= 0) showRelation(D.relations[a.relation]); else if (a.node >= 0) showNode(a.node); } },
      s('title', {}, a.title), s('path', { d: a.line, class: 'hit' }), s('path', { d: a.line, class: 'line', 'stroke-width': a.width }), s('path', { d: a.head, class: 'head' }));
  });
  const labels = M.arrows.map(function (a) { return a.label && a.label[2] ? s('text', { x: a.label[0], y: a.label[1], class: 'label ' + a.look, 'data-from': a.from, 'data-to': a.to }, a.label[2]) : ''; });
  const extra = s('g', { class: 'extra' });
  const centre = new Map(), boxOf = new Map();
  const boxes = M.boxes.map(function (b) {
    const x = b.at[0], y = b.at[1], w = b.at[2], hh = b.at[3], table = b.shape === 'table';
    const label = b.lines.map(function (l) { return l[0]; }).join(' ');
    const open = function () { if (b.context >= 0) showContext(b.context); else if (b.node >= 0) showNode(b.node); };
    if (b.context >= 0) centre.set(b.context, [x + w / 2, y + hh / 2, w / 2, hh / 2]);
    const lit = function () { light(b.context); }, dim = function () { light(-1); };
    let line = y + (table ? 20 : 8) + 13;
    const box = s('g', { class: 'box ' + b.tone, tabindex: 0, role: 'button', click: open, keydown: function (event) { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); } }, focus: lit, blur: dim, mouseenter: lit, mouseleave: dim },
      s('title', {}, label),
      table ? [s('path', { class: 'shape', d: 'M' + x + ' ' + (y + 6) + 'c0 -8 ' + w + ' -8 ' + w + ' 0v' + (hh - 12) + 'c0 8 ' + -w + ' 8 ' + -w + ' 0z' }), s('path', { class: 'shape lid', d: 'M' + x + ' ' + (y + 6) + 'c0 8 ' + w + ' 8 ' + w + ' 0' })] : s('rect', { class: 'shape', x: x, y: y, width: w, height: hh, rx: 8 }),
      b.lines.map(function (l) { const t = s('text', { x: x + w / 2, y: line, class: l[1] }, l[0]); line += 15; return t; }));
    if (b.context >= 0) boxOf.set(b.context, box);
    return box;
  });
  function edgePoint(c, to) {
    const dx = to[0] - c[0], dy = to[1] - c[1], k = Math.min(c[2] / Math.abs(dx || 1e-9), c[3] / Math.abs(dy || 1e-9));
    return [c[0] + dx * k, c[1] + dy * k];
  }
  const drawn = new Set(M.arrows.map(function (a) { return a.relation; }));
  function light(c) {
    svg.classList.toggle('lit', c >= 0);
    lines.concat(labels).forEach(function (g) { if (g !== '') g.classList.toggle('on', c >= 0 && (g.dataset.from === String(c) || g.dataset.to === String(c))); });
    extra.replaceChildren();
    if (c < 0) return;
    D.relations.forEach(function (r, i) {
      const from = CONTEXT.get(r.downstream), to = CONTEXT.get(r.upstream);
      if (drawn.has(i) || (from !== c && to !== c) || !centre.has(from) || !centre.has(to)) return;
      const p = edgePoint(centre.get(from), centre.get(to)), q = edgePoint(centre.get(to), centre.get(from));
      extra.append(s('path', { d: 'M' + p.join(' ') + 'L' + q.join(' '), class: 'line' + (from === c ? '' : ' in') }));
    });
  }
  fill(svg, {}, [lines, extra, boxes, labels]);
  fill(section('map'), {}, [
    h('p', { class: 'muted' }, T('An arrow points from the context that depends to the one it depends on; the number counts its dependencies.') + ' ' + T(D.findings ? 'Red, bold: new violations; amber, dashed: accepted ones; grey: allowed.' : 'Red, dashed: against the order of the others, closes a cycle.') + ' ' + T('Green: extract first. Orange: a table that several contexts write.') + (D.relations.length > drawn.size ? ' ' + T('{n} light relations show when a context is pointed at or focused.', { n: D.relations.length - drawn.size }) : '')),
    boxOf.size > 12 ? mapTools(svg, boxOf, isWide) : '',
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': T('Context map') }, svg),
    folded(T('Relations as a table ({n})', { n: D.relations.length }), function () {
      return table(T('Relations'), [T('downstream'), T('upstream'), T('pattern'), T('edges'), T('why')], D.relations.map(function (r) {
        return [visible(r.downstream), visible(r.upstream), T(r.pattern), button(counts(r.edges) || '—', T('evidence of {a} to {b}', { a: r.downstream, b: r.upstream }), function () { showRelation(r); }), visible(r.reason)];
      }));
    }),
    D.cycles.length === 0 ? '' : folded(T('Cycles and what to cut ({n})', { n: D.cycles.length }), function () { return D.cycles.map(drawCycle); })]);
}
/** Of a map larger than the page: all of it at once, or one context brought into view with its relations lit. */
function mapTools(svg, boxOf, isWide) {
  const whole = h('button', { type: 'button', class: 'plain-button', 'aria-pressed': 'false', click: function () {
    const isWhole = svg.classList.toggle('whole');
    whole.setAttribute('aria-pressed', String(isWhole));
  } }, T('Whole map'));
  const names = Array.from(boxOf.keys()).sort(function (a, b) { return nameOf(a) < nameOf(b) ? -1 : 1; });
  const pick = h('select', { id: 'map-context', change: function () {
    const box = boxOf.get(Number(pick.value));
    if (box === undefined || pick.value === '') return;
    box.scrollIntoView({ block: 'center', inline: 'center' });
    box.focus({ preventScroll: true });
    pick.value = '';
  } }, h('option', { value: '' }, '—'), names.map(function (c) { return h('option', { value: c }, visible(nameOf(c))); }));
  return h('div', { class: 'filters' }, isWide ? whole : '', h('label', { for: 'map-context' }, T('Show on the map')), pick);
}
/** Who reaches whom, the short rings with their evidence, and the edges whose removal opens it. */
function drawCycle(cycle) {
  const pair = cycle.contexts.length === 2;
  return [h('h3', {}, pair ? visible(cycle.contexts.join(' ⇄ ')) : T('{n} contexts all reach one another', { n: cycle.contexts.length })), pair ? '' : h('p', {}, visible(cycle.contexts.join(', '))),
    pair || cycle.loops.length === 0 ? '' : [h('p', {}, T('Short cycles, the firmest first, with the edges each way') + (cycle.loopCount > cycle.loops.length ? ' (' + T('the first {n}', { n: cycle.loops.length }) + ')' : '')), paged(cycle.loops, function (l) {
      return [visible(l.text) + ' ', l.edges.map(function (n, i) {
        const from = l.homes[i], to = l.homes[(i + 1) % l.homes.length];
        return [i > 0 ? ' / ' : '', evidence(n, nameOf(from) + ' → ' + nameOf(to), function () { return edgesWhere(function (e) { return e[6] === 1 && home[e[0]] === from && home[e[1]] === to; }); })];
      })];
    }, 20)],
    cycle.steps ? drawSteps(cycle) : h('p', {}, T('Without these {n} edges it is open', { n: cycle.edges })), cycle.cuts.map(function (c) {
      return [h('p', { class: 'edge' }, visible(c.from + ' → ' + c.to) + ' (' + c.edges.length + ')'), paged(c.edges, function (e) { return [h('p', { class: 'edge' }, h('span', { class: 'tag' }, T(e[0])), ' ' + visible(e[1]) + ' → ' + visible(e[2])), places(e[3], e[3].length / 2)]; }, 20)];
    })];
}
/** Of a large cycle what to cut first: each step with what it frees and the lines to change. */
function drawSteps(cycle) {
  const o = cycle.outlook;
  return [h('p', {}, T('What to cut first: the fewest places for each context that leaves the cycle (a place is an import line or a data call). Every step is in the JSON.')),
    table(T('What to cut first'), [T('out of the cycle'), T('places'), T('largest cycle left'), T('relations to cut')], cycle.steps.map(function (step) {
      return [visible(step.frees.length > 0 ? step.frees.join(', ') : T('splits off {a}', { a: step.apart.join(', ') })), String(step.places), String(step.largest), step.cut.map(function (c, i) {
        const title = nameOf(c[0]) + ' → ' + nameOf(c[1]);
        return [i > 0 ? ', ' : '', button(title + ' (' + c[2] + ')', T('{n} {what}, show evidence', { n: c[2], what: title }), function () {
          showEdges(title, edgesWhere(function (e) { return e[6] === 1 && home[e[0]] === c[0] && home[e[1]] === c[1]; }));
        })];
      })];
    })),
    cycle.stepCount > cycle.steps.length ? h('p', { class: 'muted' }, T('The first {n} of {all} steps.', { n: cycle.steps.length, all: cycle.stepCount })) : '',
    h('p', {}, T('Going on like this: {free} of {n} contexts are free after {half} places, all after {all}.', { free: o.free, n: cycle.contexts.length, half: o.half, all: o.all })),
    h('p', {}, T('The firmest, left by then; see whether they are fewer contexts before cutting: {a}', { a: o.firmest.map(visible).join(', ') }))];
}
const WORDS = { import: ['import'], 'type-import': ['type'], read: ['read'], write: ['write'], 'foreign-key': ['key'], transaction: ['transaction'], event: ['event'] };
function counts(edges) { return Object.keys(WORDS).filter(function (k) { return edges[k] > 0; }).map(function (k) { return plural(edges[k], WORDS[k][0]); }).join(', '); }
function showRelation(r) {
  const list = between(CONTEXT.get(r.downstream), CONTEXT.get(r.upstream));
  show(r.downstream + ' → ' + r.upstream, [h('p', {}, T(r.pattern) + ': ' + visible(r.reason)), h('p', { class: 'muted' }, counts(r.edges)), paged(list.sort(function (a, b) { return E[b][3] - E[a][3]; }), edgeItem, 50)]);
}
`;
