/** The page's script, fourth part: headline, order, violations, tables, transactions, blind spots. */
export const CLIENT_LISTS = `
function drawSummary() {
  const tables = N.filter(function (n) { return n[1] === 1; }).length;
  document.getElementById('title').textContent = visible(D.project.name);
  document.getElementById('subtitle').textContent = plural(D.project.modules, 'module') + ', ' + plural(tables, 'table') + ', ' + plural(REAL, 'context') + (D.project.stack.length > 0 ? ' · ' + visible(D.project.stack.join(', ')) : '');
  const pilot = D.entries.find(function (e) { return e.context === D.pilot; });
  const shared = D.ownership.filter(function (o) { return o.isSharedWrite; }).length;
  const figures = [[T('modularity'), D.metrics.modularity.toFixed(2), T('imports only: {n}', { n: D.metrics.plainModularity.toFixed(2) })], [T('stability'), D.metrics.stability.toFixed(2), T('median agreement of repeated runs')],
    [T('calls back into the monolith'), percent(D.order.callbacksShare), T('least coupled first: {a}, random: {b}', { a: percent(D.order.naiveCallbacksShare), b: percent(D.order.randomCallbacksShare) })],
    [T('tables with several writers'), String(shared), T('of {n}', { n: D.ownership.length })], [T('cycles between contexts'), String(D.cycles.length), D.cycles.length === 0 ? '' : T('largest: {n} contexts', { n: Math.max.apply(null, D.cycles.map(function (c) { return c.contexts.length; })) })], [T('transactions across contexts'), String(D.sagas.length), T('of {n}', { n: D.transactions.length })]];
  if (D.findings) figures.push([T('new violations'), String(D.findings.summary.new), T('accepted: {a}, allowed: {b}', { a: D.findings.summary.accepted, b: D.findings.summary.allowed })]);
  const advice = h('ul', {}, D.advice.map(function (line) { return h('li', {}, visible(line)); }));
  fill(section('summary'), {}, [
    D.whatIf ? h('div', { class: 'move' }, h('h3', {}, T('What if')), h('ul', {}, D.whatIf.moves.map(function (m) { return h('li', {}, visible(m)); })), table(T('What if'), [T('figure'), T('before'), T('after the move')], D.whatIf.figures)) : '',
    REAL === 1 ? h('p', { class: 'headline' }, T('One context only: there is nothing to take out of the rest')) : pilot ? [h('p', { class: 'headline' }, T('Extract first') + ': ', button(nameOf(CONTEXT.get(pilot.context)), T('{a}, details', { a: nameOf(CONTEXT.get(pilot.context)) }), function () { showContext(CONTEXT.get(pilot.context)); }, 'link big')), advice]
      : [h('p', { class: 'headline' }, T('No context passes every gate of a pilot')), advice],
    h('dl', { class: 'figures' }, figures.map(function (f) { return h('div', {}, h('dt', {}, f[0]), h('dd', {}, h('strong', {}, f[1]), h('span', { class: 'muted' }, f[2]))); }))]);
}
function drawOrder() {
  const waves = new Map();
  D.entries.forEach(function (e) { push(waves, e.wave, e); });
  fill(section('order'), {}, [
    h('ol', { class: 'waves' }, Array.from(waves).sort(function (a, b) { return a[0] - b[0]; }).map(function (w) {
      return h('li', {}, h('h3', {}, T('Wave {n}', { n: w[0] })), h('ul', { class: 'plain' }, w[1].map(function (e) { return h('li', {}, e.rank + '. ', contextButton(e.context), e.pilot ? [' ', h('span', { class: 'tag good' }, T('pilot'))] : ''); })));
    })),
    table(T('Order'), [T('context'), T('rank'), T('wave'), T('impact'), T('difficulty'), T('blast radius'), T('quadrant'), T('after'), T('blockers')], D.entries.map(function (e) {
      return [contextButton(e.context), e.rank, e.wave, score(e, 'impact'), score(e, 'difficulty'), percent(e.blastRadius), T(e.quadrant), visible(e.prerequisites.join(', ')), e.blockers.length === 0 ? '' : button(String(e.blockers.length), T('Blockers of {a}', { a: e.context }), function () { show(T('Blockers of {a}', { a: e.context }), h('ul', {}, e.blockers.map(function (b) { return h('li', {}, h('span', { class: 'tag' }, T(b.kind)), ' ', visible(b.what) + ' — ' + visible(b.reason)); }))); }, 'count')];
    }))]);
}
function contextButton(id) { const c = CONTEXT.get(id); return c === undefined ? visible(id) : button(nameOf(c), T('{a}, details', { a: nameOf(c) }), function () { showContext(c); }); }
function score(e, which) {
  return button(e[which].score.toFixed(2), T('{which} of {a}: {n}, show terms', { which: T(which), a: e.context, n: e[which].score.toFixed(2) }), function () {
    show(T(which) + ': ' + e.context, [h('p', {}, T('Sum of value × weight') + ' = ' + e[which].score.toFixed(3)), table(T('Terms'), [T('term'), T('measured'), T('value'), T('weight'), T('why')], e[which].terms.map(function (t) { return [t.name + (t.isProxy ? ' (' + T('proxy') + ')' : ''), t.raw === null ? T('unknown') : String(Math.round(t.raw * 1000) / 1000), t.value.toFixed(2), t.weight.toFixed(2), visible(t.reason)]; }))]);
  }, 'count');
}
const STATUS = { new: 'bad', accepted: 'warn', allowed: '' };
function drawViolations() {
  const F = D.findings;
  if (!F) return;
  const host = h('div', {});
  const word = h('input', { type: 'search', id: 'violation-filter', 'aria-label': T('Filter violations'), placeholder: T('Filter violations'), input: list });
  const status = h('select', { id: 'violation-status', 'aria-label': T('Status'), change: list }, ['', 'new', 'accepted', 'allowed'].map(function (v) { return h('option', { value: v }, v === '' ? T('every status') : T(v)); }));
  function list() {
    const text = word.value.toLowerCase();
    const found = F.violations.filter(function (v) { return (status.value === '' || v.status === status.value) && (v.rule + ' ' + v.from + ' ' + v.to + ' ' + v.source + ' ' + v.target).toLowerCase().includes(text); });
    host.replaceChildren();
    fill(host, {}, [h('p', { class: 'muted', role: 'status' }, T('{n} of {all}', { n: found.length, all: F.violations.length })), paged(found, function (v) {
      return [h('p', { class: 'edge' }, h('span', { class: 'tag ' + STATUS[v.status] }, T(v.status)), ' ', h('span', { class: 'tag' }, v.rule), ' ', visible(v.from + ' → ' + v.to) + ' — ',
        button(v.message, T('{a}, show evidence', { a: v.message }), function () { show(v.rule, [h('p', {}, visible(v.message)), h('p', {}, visible(v.fix)), v.reason ? h('p', { class: 'muted' }, visible(v.reason)) : '', places(v.at, v.count)]); })), places(v.at.slice(0, 2), v.count)];
    }, 50)]);
  }
  list();
  fill(section('violations'), {}, [
    h('p', { class: 'muted' }, T('What check finds against the declared map: {a} new, {b} accepted, {c} allowed, {d} stale.', { a: F.summary.new, b: F.summary.accepted, c: F.summary.allowed, d: F.summary.stale })),
    F.violations.length === 0 ? '' : [h('div', { class: 'filters' }, word, status), host],
    F.stale.length === 0 ? '' : folded(T('Baseline entries that no longer hold ({n})', { n: F.stale.length }), function () { return paged(F.stale, visible, 50); })]);
}
const KEYS = ['foreign-key', 'reference'], WRITES = ['write', 'delete'];
function drawTables() {
  function uses(list, o, kinds) {
    return list.map(function (u, i) { return [i > 0 ? ', ' : '', visible(u.context) + ' ', evidence(u.count, T('places in {a}', { a: u.context }), function () { return edgesWhere(function (e) { return e[1] === o.node && e[6] !== 2 && home[e[0]] === CONTEXT.get(u.context) && kinds.includes(D.kinds[e[2]]); }); })]; });
  }
  function keys(o, map) { return (map.get(o.node) || []).filter(function (i) { return KEYS.includes(D.kinds[E[i][2]]); }); }
  function draw(list) {
    return table(T('Tables'), [T('table'), T('owner'), T('writers'), T('readers'), T('keys out'), T('keys in')], list.map(function (o) {
      const out = keys(o, outOf), inn = keys(o, into);
      return [[o.node >= 0 ? nodeButton(o.node) : visible(o.table), o.isSharedWrite ? [' ', h('span', { class: 'tag bad' }, T('several writers'))] : ''], h('span', { title: visible(o.reason) }, visible(o.owner)), uses(o.writers, o, WRITES), uses(o.readers, o, ['read']),
        evidence(out.length, T('foreign keys'), function () { return out; }), evidence(inn.length, T('foreign keys'), function () { return inn; })];
    }));
  }
  const sorted = D.ownership.slice().sort(function (a, b) { return Number(b.isSharedWrite) - Number(a.isSharedWrite) || Number(b.isShared) - Number(a.isShared) || (a.table < b.table ? -1 : 1); });
  const host = h('div', {}, draw(sorted.slice(0, 300)));
  const filter = h('input', { type: 'search', id: 'table-filter', 'aria-label': T('Filter tables'), placeholder: T('Filter tables'), input: function () {
    const word = filter.value.toLowerCase();
    host.replaceChildren(draw(sorted.filter(function (o) { return (o.table + ' ' + o.owner).toLowerCase().includes(word); }).slice(0, 300)));
  } });
  fill(section('tables'), {}, [D.ownership.length === 0 ? T('No table found.') : [filter, host, sorted.length > 300 ? h('p', { class: 'muted' }, T('The first 300 of {n}; filter to see others.', { n: sorted.length })) : '']]);
}
function drawSagas() {
  const byId = new Map(D.transactions.map(function (t) { return [t.id, t]; }));
  fill(section('sagas'), {}, [
    h('p', { class: 'muted' }, T('{n} of {all} transactions write in more than one context.', { n: D.sagas.length, all: D.transactions.length })),
    D.sagas.map(function (g) {
      return folded([h('span', { class: 'mono' }, visible(g.transaction)), ' — ' + visible(g.span) + ' (' + T(g.style) + ')'], function () {
        const t = byId.get(g.transaction);
        return [h('p', {}, T('Orchestrator {a}: {b}', { a: g.orchestrator, b: g.reason })), t ? h('ul', { class: 'plain places' }, place(t.at[0], t.at[1])) : '',
          table(T('Steps'), [T('step'), T('context'), T('kind'), T('tables'), T('event'), T('on failure'), T('where')], g.steps.map(sagaRow)),
          g.needs.length > 0 ? h('p', {}, T('Needs') + ': ' + visible(g.needs.join('; '))) : '', g.semanticLocks.length > 0 ? h('p', {}, T('Semantic locks') + ': ' + visible(g.semanticLocks.join(', '))) : ''];
      });
    }),
    D.transactions.length === 0 ? '' : folded(T('All transactions'), function () {
      return paged(D.transactions, function (t) {
        return [button(t.id, T('{a}, details', { a: t.id }), function () { show(t.id, [h('p', {}, t.mechanism), h('ul', { class: 'plain places' }, place(t.at[0], t.at[1])), t.accesses.map(function (a) { return [h('p', { class: 'edge' }, h('span', { class: 'tag' }, T(a.op)), ' ' + visible(a.table) + ' (' + visible(a.context) + ')' + (a.inside ? '' : ', ' + T('outside the transaction'))), places(a.at, 1)]; })]); }, 'link mono'), ' ' + plural(t.accesses.length, 'access', 'accesses')];
      }, 50);
    })]);
}
/** A step, or the row at which ways part or meet again. */
function sagaRow(p) {
  const inset = 'inset' + Math.min(p.depth, 4);
  if (p.mark) return h('td', { class: 'way ' + inset }, T(p.mark) + (p.mark === 'either' || p.mark === 'perhaps' ? ' (' + visible(p.at) + (p.isRepeated ? ', ' + T('for each') : '') + ')' : ''));
  return [[h('span', { class: inset }, visible(p.action)), p.again ? h('span', { class: 'muted ' + inset }, visible(p.again)) : ''], visible(p.context), T(p.kind), visible(p.tables.join(', ')), visible(p.event), visible(p.compensation), p.evidence.length === 0 ? '' : button(String(p.evidence.length / 2), T('places of {a}', { a: p.action }), function () { show(p.action, places(p.evidence, p.evidence.length / 2)); }, 'count')];
}
function drawBlind() {
  const b = D.blind;
  function part(title, count, list, draw) { return h('li', {}, title, list.length === 0 ? '' : [' ', button(T('show'), T('show') + ': ' + title, function () { show(title, [count > list.length ? h('p', { class: 'muted' }, T('the first {n}', { n: list.length })) : '', paged(list, draw, 100)]); })]); }
  function unresolved(u) { return [h('p', { class: 'edge' }, visible(u.what) + ' — ' + visible(u.reason)), places(u.at, 1)]; }
  fill(section('blind'), {}, [h('ul', {},
    part(T('{n} of {all} imports unresolved', { n: b.imports.unresolved, all: b.imports.resolved + b.imports.unresolved }), b.imports.unresolved, b.unresolvedImports, unresolved),
    part(T('{n} of {all} data calls unresolved', { n: b.dataAccess.unresolved, all: b.dataAccess.resolved + b.dataAccess.unresolved }), b.dataAccess.unresolved, b.unresolvedAccess, unresolved),
    part(T('{n} files skipped', { n: b.skippedCount }), b.skippedCount, b.skipped, function (f) { return visible(f.path) + ' — ' + visible(f.reason); }),
    b.unread.length === 0 ? '' : h('li', {}, T('used, but their reads and writes are not looked for: {a}', { a: b.unread.join(', ') })),
    h('li', {}, b.git.available ? T('{n} commits of history read', { n: b.git.commits }) : T('no git history: {why}; churn is unknown, not zero', { why: b.git.note })),
    b.notes.map(function (n) { return h('li', {}, visible(n)); }))]);
}
`;
