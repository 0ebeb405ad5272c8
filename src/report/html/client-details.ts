/** The page's script, last part: details of a context, module or table, what-if, search, light and dark, print; the start. */
export const CLIENT_DETAILS = `
function showContext(c) {
  if (c >= REAL) return;
  const x = D.contexts[c], e = D.entries.find(function (each) { return each.context === x.id; }), members = [];
  home.forEach(function (at, n) { if (at === c) members.push(n); });
  function sums(list) { return D.homes.map(function (_id, o) { const some = o === c ? [] : list(o); return some.length === 0 ? '' : h('p', { class: 'edge' }, visible(nameOf(o)) + ' ', evidence(some.length, visible(nameOf(o)), function () { return some; })); }); }
  const out = new Map(), inn = new Map();
  E.forEach(function (each, i) { const a = home[each[0]], b = home[each[1]]; if (!couples(each)) return; if (a === c) push(out, b, i); if (b === c) push(inn, a, i); });
  show(x.name, [
    h('p', {}, visible(x.terms.slice(0, 8).join(', '))),
    h('p', {}, T('cohesion {a}, Ca {b}, Ce {c}, confidence {d}', { a: x.cohesion.toFixed(2), b: x.ca, c: x.ce, d: x.confidence.toFixed(2) })),
    e ? [h('p', {}, T('rank {a}, wave {b}', { a: e.rank, b: e.wave }) + ', ' + T('impact') + ' ', score(e, 'impact'), ', ' + T('difficulty') + ' ', score(e, 'difficulty')), h('h3', {}, T('Gates of a pilot')), h('ul', {}, e.gates.map(function (g) { return h('li', {}, h('span', { class: 'tag ' + (g.passed ? 'good' : 'bad') }, T(g.passed ? 'passed' : 'failed')), ' ' + g.name + ' ' + (g.value === null ? T('unknown') : Math.round(g.value * 1000) / 1000) + ' (' + visible(g.limit) + ')' + (g.remedy ? ' — ' + visible(g.remedy) : '')); }))] : '',
    h('h3', {}, T('Depends on')), sums(function (o) { return out.get(o) || []; }),
    h('h3', {}, T('Used by')), sums(function (o) { return inn.get(o) || []; }),
    h('h3', {}, T('Members ({n})', { n: members.length })), paged(members, function (n) { return [N[n][1] === 1 ? [h('span', { class: 'tag' }, T('table')), ' '] : '', nodeButton(n)]; })]);
}
function share(at) {
  let cross = 0, total = 0;
  for (const e of E) { if (e[6] === 2) continue; const a = at[e[0]], b = at[e[1]]; if (a < REAL && b < REAL) { total += e[3]; if (a !== b) cross += e[3]; } }
  return { cross: cross, total: total, share: total === 0 ? 0 : cross / total };
}
function showNode(n) {
  const out = outOf.get(n) || [], inn = into.get(n) || [], moved = home[n] !== N[n][2];
  const result = h('p', { class: 'whatif', role: 'status' });
  const pick = h('select', { id: 'move-to', change: function () {
    const before = share(home);
    home[n] = Number(pick.value);
    const after = share(home), start = share(N.map(function (each) { return each[2]; }));
    result.textContent = T('Cross-context share of edge weight') + ': ' + (100 * before.share).toFixed(2) + ' % → ' + (100 * after.share).toFixed(2) + ' % (' + (after.cross <= before.cross ? '−' : '+') + Math.abs(after.cross - before.cross).toFixed(2) + ' ' + T('weight') + '; ' + T('as analysed') + ' ' + (100 * start.share).toFixed(2) + ' %)';
    drawMatrix(); noteMoves();
  } }, D.homes.map(function (_id, c) { return h('option', { value: c, selected: c === home[n] }, visible(nameOf(c))); }));
  show(N[n][0], [
    h('p', {}, T(N[n][1] === 1 ? 'table of' : 'module of') + ' ', home[n] < REAL ? contextButton(D.homes[home[n]]) : nameOf(home[n]), moved ? ' (' + T('moved here from {a}', { a: nameOf(N[n][2]) }) + ')' : ''),
    h('div', { class: 'move' }, h('label', { for: 'move-to' }, T('What if it lay in') + ' '), pick, result, h('p', { class: 'muted' }, T('Recomputed here from the graph; edges of the shared kernel and of nodes in no context are not counted. Matrix and details follow; map, chart and order stay as analysed.'))),
    h('h3', {}, T('Depends on') + ' (' + out.length + ')'), paged(out, edgeItem, 30), h('h3', {}, T('Used by') + ' (' + inn.length + ')'), paged(inn, edgeItem, 30)]);
}
function noteMoves() {
  const count = home.filter(function (c, n) { return c !== N[n][2]; }).length, bar = document.getElementById('moves');
  bar.replaceChildren();
  bar.hidden = count === 0;
  if (count > 0) fill(bar, {}, [T('What if: {n} moves, cross-context share {a} %', { n: count, a: (100 * share(home).share).toFixed(2) }) + ' ', button(T('undo all'), T('undo all'), function () { N.forEach(function (each, n) { home[n] = each[2]; }); noteMoves(); drawMatrix(); hide(); }, 'plain-button')]);
}
function search() {
  const box = document.getElementById('search'), list = document.getElementById('found'), word = box.value.trim().toLowerCase(), hits = [];
  if (word !== '') {
    D.contexts.forEach(function (c, i) { if (c.name.toLowerCase().includes(word) || c.id.includes(word)) hits.push(['context', c.name, function () { showContext(i); }]); });
    for (let n = N.length - 1; n >= 0 && hits.length < 50; n--) if (N[n][0].toLowerCase().includes(word)) hits.push([N[n][1] === 1 ? 'table' : 'module', N[n][0], function () { showNode(n); }]);
  }
  list.replaceChildren();
  list.hidden = word === '';
  if (word !== '') fill(list, {}, hits.length === 0 ? [h('li', {}, T('nothing found'))] : [hits.map(function (hit) { return h('li', {}, h('span', { class: 'tag' }, T(hit[0])), ' ', button(hit[1], hit[1] + ', ' + T(hit[0]), function () { list.hidden = true; hit[2](); }, 'link mono')); })]);
}
document.getElementById('search').addEventListener('input', search);
document.getElementById('search').addEventListener('keydown', function (event) { if (event.key === 'Escape') { event.target.value = ''; search(); } });
document.getElementById('theme').addEventListener('click', function () {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
/** On paper nothing can be opened: what is folded is drawn and shown, and folded again afterwards. */
let unfolded = [];
function forPaper(isPaper) {
  if (!isPaper) { unfolded.forEach(function (el) { el.open = false; }); unfolded = []; return; }
  document.querySelectorAll('details:not([open])').forEach(function (el) { unfold(el); el.open = true; unfolded.push(el); });
}
matchMedia('print').addEventListener('change', function (event) { forPaper(event.matches); });
addEventListener('beforeprint', function () { forPaper(true); });
addEventListener('afterprint', function () { forPaper(false); });
drawSummary(); drawMap(); drawMatrix(); drawChart(); drawOrder(); drawViolations(); drawTables(); drawSagas(); drawBlind();
document.documentElement.dataset.ready = 'yes';
`;
