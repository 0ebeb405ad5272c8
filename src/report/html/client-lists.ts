/** The page's script, third part: headline, order, tables, transactions, blind spots, details, what-if, search. */
export const CLIENT_LISTS = `
function drawSummary() {
  const modules = N.filter(function (n) { return n[1] === 0; }).length;
  document.getElementById('title').textContent = visible(D.project.name);
  document.getElementById('subtitle').textContent = plural(modules, 'module') + ', ' + plural(N.length - modules, 'table') + ', ' + plural(REAL, 'context') + (D.project.stack.length > 0 ? ' · ' + visible(D.project.stack.join(', ')) : '');
  const pilot = D.entries.find(function (e) { return e.context === D.pilot; });
  const shared = D.ownership.filter(function (o) { return o.isSharedWrite; }).length;
  fill(section('summary'), {}, [
    pilot ? [h('p', { class: 'headline' }, 'Extract first: ', button(nameOf(CONTEXT.get(pilot.context)), 'details of the pilot', function () { showContext(CONTEXT.get(pilot.context)); }, 'link big')), h('ul', {}, pilot.reasons.map(function (r) { return h('li', {}, visible(r)); }))]
      : [h('p', { class: 'headline' }, 'No context passes every gate of a pilot'), h('p', {}, visible(D.pilotNote))],
    h('dl', { class: 'figures' }, [['modularity', D.metrics.modularity.toFixed(2), 'imports only: ' + D.metrics.plainModularity.toFixed(2)], ['stability', D.metrics.stability.toFixed(2), 'median agreement of repeated runs'],
      ['calls back into the monolith', percent(D.order.callbacksShare), 'least coupled first: ' + percent(D.order.naiveCallbacksShare) + ', random: ' + percent(D.order.randomCallbacksShare)],
      ['tables with several writers', String(shared), 'of ' + D.ownership.length], ['cycles between contexts', String(D.cuts.length), ''], ['transactions across contexts', String(D.sagas.length), 'of ' + D.transactions.length]].map(function (f) {
      return h('div', {}, h('dt', {}, f[0]), h('dd', {}, h('strong', {}, f[1]), h('span', { class: 'muted' }, f[2])));
    }))]);
}
function drawOrder() {
  const waves = new Map();
  D.entries.forEach(function (e) { push(waves, e.wave, e); });
  fill(section('order'), {}, [
    h('ol', { class: 'waves' }, Array.from(waves).sort(function (a, b) { return a[0] - b[0]; }).map(function (w) {
      return h('li', {}, h('h3', {}, 'Wave ' + w[0]), h('ul', { class: 'plain' }, w[1].map(function (e) { return h('li', {}, e.rank + '. ', contextButton(e.context), e.pilot ? h('span', { class: 'tag good' }, 'pilot') : ''); })));
    })),
    table('Order of extraction', ['context', 'rank', 'wave', 'impact', 'difficulty', 'blast radius', 'quadrant', 'after', 'blockers'], D.entries.map(function (e) {
      return [contextButton(e.context), e.rank, e.wave, score(e, 'impact'), score(e, 'difficulty'), percent(e.blastRadius), e.quadrant, visible(e.prerequisites.join(', ')), e.blockers.length === 0 ? '' : button(String(e.blockers.length), e.blockers.length + ' blockers of ' + e.context, function () { show('Blockers of ' + e.context, h('ul', {}, e.blockers.map(function (b) { return h('li', {}, h('span', { class: 'tag' }, b.kind), ' ', visible(b.what) + ' — ' + visible(b.reason)); }))); }, 'count')];
    }))]);
}
function contextButton(id) { const c = CONTEXT.get(id); return c === undefined ? visible(id) : button(nameOf(c), nameOf(c) + ', details', function () { showContext(c); }); }
function score(e, which) {
  return button(e[which].score.toFixed(2), which + ' of ' + e.context + ' ' + e[which].score.toFixed(2) + ', show terms', function () {
    show(which + ' of ' + e.context, [h('p', {}, 'Sum of value × weight = ' + e[which].score.toFixed(3)), table('Terms', ['term', 'measured', 'value', 'weight', 'why'], e[which].terms.map(function (t) { return [t.name + (t.isProxy ? ' (proxy)' : ''), t.raw === null ? 'unknown' : String(Math.round(t.raw * 1000) / 1000), t.value.toFixed(2), t.weight.toFixed(2), visible(t.reason)]; }))]);
  }, 'count');
}
const KEYS = ['foreign-key', 'reference'], WRITES = ['write', 'delete'];
function drawTables() {
  function uses(list, o, kinds) {
    return list.map(function (u, i) { return [i > 0 ? ', ' : '', visible(u.context) + ' ', evidence(u.count, 'places in ' + u.context, function () { return edgesWhere(function (e) { return e[1] === o.node && home[e[0]] === CONTEXT.get(u.context) && kinds.includes(D.kinds[e[2]]); }); })]; });
  }
  function keys(o, map) { return (map.get(o.node) || []).filter(function (i) { return KEYS.includes(D.kinds[E[i][2]]); }); }
  function draw(list) {
    return table('Tables', ['table', 'owner', 'writers', 'readers', 'keys out', 'keys in'], list.map(function (o) {
      const out = keys(o, outOf), inn = keys(o, into);
      return [[o.node >= 0 ? nodeButton(o.node) : visible(o.table), o.isSharedWrite ? h('span', { class: 'tag bad' }, 'several writers') : ''], h('span', { title: visible(o.reason) }, visible(o.owner)), uses(o.writers, o, WRITES), uses(o.readers, o, ['read']),
        evidence(out.length, 'foreign keys', function () { return out; }), evidence(inn.length, 'foreign keys', function () { return inn; })];
    }));
  }
  const sorted = D.ownership.slice().sort(function (a, b) { return Number(b.isSharedWrite) - Number(a.isSharedWrite) || Number(b.isShared) - Number(a.isShared) || (a.table < b.table ? -1 : 1); });
  const host = h('div', {}, draw(sorted.slice(0, 300)));
  const filter = h('input', { type: 'search', id: 'table-filter', 'aria-label': 'Filter tables', placeholder: 'Filter tables', input: function () {
    const word = filter.value.toLowerCase();
    host.replaceChildren(draw(sorted.filter(function (o) { return (o.table + ' ' + o.owner).toLowerCase().includes(word); }).slice(0, 300)));
  } });
  fill(section('tables'), {}, [D.ownership.length === 0 ? 'No table found.' : [filter, host, sorted.length > 300 ? h('p', { class: 'muted' }, 'The first 300 of ' + sorted.length + '; filter to see others.') : '']]);
}
function drawSagas() {
  const byId = new Map(D.transactions.map(function (t) { return [t.id, t]; }));
  fill(section('sagas'), {}, [
    h('p', { class: 'muted' }, D.sagas.length + ' of ' + plural(D.transactions.length, 'transaction') + ' write in more than one context.'),
    D.sagas.map(function (g) {
      const t = byId.get(g.transaction);
      return h('details', {}, h('summary', {}, h('span', { class: 'mono' }, visible(g.transaction)), ' — ' + visible(g.contexts.join(', ')) + ' (' + g.style + ')'),
        h('p', {}, 'Orchestrator ' + visible(g.orchestrator) + ': ' + visible(g.reason)), t ? h('ul', { class: 'plain places' }, place(t.at[0], t.at[1])) : '',
        table('Steps', ['step', 'context', 'kind', 'tables', 'event', 'on failure', 'where'], g.steps.map(function (p) { return [visible(p.action), visible(p.context), p.kind, visible(p.tables.join(', ')), visible(p.event), visible(p.compensation), p.evidence.length === 0 ? '' : button(String(p.evidence.length / 2), 'places of ' + p.action, function () { show(p.action, places(p.evidence, p.evidence.length / 2)); }, 'count')]; })),
        g.needs.length > 0 ? h('p', {}, 'Needs: ' + visible(g.needs.join('; '))) : '', g.semanticLocks.length > 0 ? h('p', {}, 'Semantic locks: ' + visible(g.semanticLocks.join(', '))) : '');
    }),
    D.transactions.length === 0 ? '' : h('details', {}, h('summary', {}, 'All transactions'), paged(D.transactions, function (t) {
      return [button(t.id, t.id + ', accesses', function () { show(t.id, [h('p', {}, t.mechanism), h('ul', { class: 'plain places' }, place(t.at[0], t.at[1])), t.accesses.map(function (a) { return [h('p', { class: 'edge' }, h('span', { class: 'tag' }, a.op), ' ' + visible(a.table) + ' (' + visible(a.context) + ')' + (a.inside ? '' : ', outside the transaction')), places(a.at, 1)]; })]); }, 'link mono'), ' ' + plural(t.accesses.length, 'access', 'accesses')];
    }, 50))]);
}
function drawBlind() {
  const b = D.blind;
  function part(title, count, list, draw) { return h('li', {}, title, list.length === 0 ? '' : [' ', button('show', 'show: ' + title, function () { show(title, [count > list.length ? h('p', { class: 'muted' }, 'the first ' + list.length) : '', paged(list, draw, 100)]); })]); }
  function unresolved(u) { return [h('p', { class: 'edge' }, visible(u.what) + ' — ' + visible(u.reason)), places(u.at, 1)]; }
  fill(section('blind'), {}, [h('ul', {},
    part(b.imports.unresolved + ' of ' + (b.imports.resolved + b.imports.unresolved) + ' imports unresolved', b.imports.unresolved, b.unresolvedImports, unresolved),
    part(b.dataAccess.unresolved + ' of ' + (b.dataAccess.resolved + b.dataAccess.unresolved) + ' data calls unresolved', b.dataAccess.unresolved, b.unresolvedAccess, unresolved),
    part(plural(b.skippedCount, 'file') + ' skipped', b.skippedCount, b.skipped, function (f) { return visible(f.path) + ' — ' + visible(f.reason); }),
    h('li', {}, b.git.available ? plural(b.git.commits, 'commit') + ' of history read' : 'no git history: ' + visible(b.git.note) + '; churn is unknown, not zero'),
    b.notes.map(function (n) { return h('li', {}, visible(n)); }))]);
}
function showContext(c) {
  if (c >= REAL) return;
  const x = D.contexts[c], e = D.entries.find(function (each) { return each.context === x.id; }), members = [];
  home.forEach(function (at, n) { if (at === c) members.push(n); });
  show(x.name, [
    h('p', {}, visible(x.terms.slice(0, 8).join(', '))),
    h('p', {}, 'cohesion ' + x.cohesion.toFixed(2) + ', Ca ' + x.ca + ', Ce ' + x.ce + ', confidence ' + x.confidence.toFixed(2)),
    e ? [h('p', {}, 'rank ' + e.rank + ', wave ' + e.wave + ', impact ', score(e, 'impact'), ', difficulty ', score(e, 'difficulty')), h('h3', {}, 'Gates of a pilot'), h('ul', {}, e.gates.map(function (g) { return h('li', {}, h('span', { class: 'tag ' + (g.passed ? 'good' : 'bad') }, g.passed ? 'passed' : 'failed'), ' ' + g.name + ' ' + (g.value === null ? 'unknown' : Math.round(g.value * 1000) / 1000) + ' (' + visible(g.limit) + ')' + (g.remedy ? ' — ' + visible(g.remedy) : '')); }))] : '',
    h('h3', {}, 'Depends on'), D.homes.map(function (_id, o) { const list = o === c ? [] : between(c, o); return list.length === 0 ? '' : h('p', { class: 'edge' }, nameOf(o) + ' ', evidence(list.length, 'edges to ' + nameOf(o), function () { return list; })); }),
    h('h3', {}, 'Members (' + members.length + ')'), paged(members, function (n) { return [N[n][1] === 1 ? h('span', { class: 'tag' }, 'table') : '', nodeButton(n)]; })]);
}
function share(at) {
  let cross = 0, total = 0;
  for (const e of E) { const a = at[e[0]], b = at[e[1]]; if (a < REAL && b < REAL) { total += e[3]; if (a !== b) cross += e[3]; } }
  return { cross: cross, total: total, share: total === 0 ? 0 : cross / total };
}
function showNode(n) {
  const out = outOf.get(n) || [], inn = into.get(n) || [], moved = home[n] !== N[n][2];
  const result = h('p', { class: 'whatif', role: 'status' });
  const pick = h('select', { id: 'move-to', change: function () {
    const before = share(home);
    home[n] = Number(pick.value);
    const after = share(home), start = share(N.map(function (each) { return each[2]; }));
    result.textContent = 'Cross-context share of edge weight: ' + (100 * before.share).toFixed(2) + ' % → ' + (100 * after.share).toFixed(2) + ' % (' + (after.cross <= before.cross ? '−' : '+') + Math.abs(after.cross - before.cross).toFixed(2) + ' weight; as analysed ' + (100 * start.share).toFixed(2) + ' %)';
    drawMatrix(); noteMoves();
  } }, D.homes.map(function (_id, c) { return h('option', { value: c, selected: c === home[n] }, visible(nameOf(c))); }));
  show(N[n][0], [
    h('p', {}, (N[n][1] === 1 ? 'table' : 'module') + ' of ', home[n] < REAL ? contextButton(D.homes[home[n]]) : nameOf(home[n]), moved ? ' (moved here from ' + nameOf(N[n][2]) + ')' : ''),
    h('div', { class: 'move' }, h('label', { for: 'move-to' }, 'What if it lay in '), pick, result, h('p', { class: 'muted' }, 'Recomputed here from the graph; edges of the shared kernel and of nodes in no context are not counted. Matrix and details follow; map, chart and order stay as analysed.')),
    h('h3', {}, 'Depends on (' + out.length + ')'), paged(out, edgeItem, 30), h('h3', {}, 'Used by (' + inn.length + ')'), paged(inn, edgeItem, 30)]);
}
function noteMoves() {
  const count = home.filter(function (c, n) { return c !== N[n][2]; }).length, bar = document.getElementById('moves');
  bar.replaceChildren();
  bar.hidden = count === 0;
  if (count > 0) fill(bar, {}, ['What if: ' + plural(count, 'move') + ', cross-context share ' + (100 * share(home).share).toFixed(2) + ' % ', button('undo all', 'undo all moves', function () { N.forEach(function (each, n) { home[n] = each[2]; }); noteMoves(); drawMatrix(); hide(); }, 'plain-button')]);
}
function search() {
  const box = document.getElementById('search'), list = document.getElementById('found'), word = box.value.trim().toLowerCase(), hits = [];
  if (word !== '') {
    D.contexts.forEach(function (c, i) { if (c.name.toLowerCase().includes(word) || c.id.includes(word)) hits.push(['context', c.name, function () { showContext(i); }]); });
    for (let n = N.length - 1; n >= 0 && hits.length < 50; n--) if (N[n][0].toLowerCase().includes(word)) hits.push([N[n][1] === 1 ? 'table' : 'module', N[n][0], function () { showNode(n); }]);
  }
  list.replaceChildren();
  list.hidden = word === '';
  if (word !== '') fill(list, {}, hits.length === 0 ? [h('li', {}, 'nothing found')] : [hits.map(function (hit) { return h('li', {}, h('span', { class: 'tag' }, hit[0]), ' ', button(hit[1], hit[1] + ', ' + hit[0], function () { list.hidden = true; hit[2](); }, 'link mono')); })]);
}
document.getElementById('search').addEventListener('input', search);
document.getElementById('theme').addEventListener('click', function () {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
drawSummary(); drawMap(); drawMatrix(); drawChart(); drawOrder(); drawTables(); drawSagas(); drawBlind();
document.documentElement.dataset.ready = 'yes';
`;
