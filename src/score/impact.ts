/**
 * What a context is worth to the business: what the user said, else proxies from evidence, each term shown. A share of
 * the system is mapped by s / (s + 1/K): 0.5 means "as much as an average context" whatever their number K. A term that
 * is not known (no git, no traffic file) has `raw: null` and weight 0: its weight goes to the terms that are known.
 */
import picomatch from 'picomatch';
import type { Config, Importance, Score, Term } from '../model/index.js';
import { normalised, share } from './difficulty.js';
import { fixShare, type SystemHistory } from './history.js';
import type { SystemView } from './system-view.js';
import type { MatchedTraffic } from './traffic-match.js';
import type { Weights } from './weights.js';

export type ImpactFacts = {
  readonly view: SystemView;
  readonly config: Config;
  readonly history: SystemHistory | null;
  readonly historyReason: string;
  readonly traffic: MatchedTraffic | null;
};

const LEVELS = { core: 5, supporting: 3, generic: 1 } as const;

/** 1..5 → 0.2..1, so that the least important is still not worthless. */
function levelOf(importance: Importance | number): number {
  return (typeof importance === 'number' ? importance : LEVELS[importance]) / 5;
}

/**
 * Impact = mean of value, time criticality and risk reduction as far as the user gave them (WSJF's numerator); what is
 * not given follows the value. Value itself is the user's, or the weighted mean of the proxies.
 */
export function impactOf(facts: ImpactFacts, context: string, weights: Weights): Score {
  const declared = facts.config.contexts.find((c) => c.id === context);
  const extras: Term[] = [];
  if (declared?.timeCriticality !== undefined) {
    extras.push(given('timeCriticality', declared.timeCriticality, 'time criticality from the config'));
  }
  if (declared?.riskReduction !== undefined) {
    extras.push(given('riskReduction', declared.riskReduction, 'risk reduction from the config'));
  }
  const value = valueTerms(facts, context, weights).terms;
  const valueWeight = 1 - extras.length / 3;
  const terms = [
    ...value.map((t) => ({ ...t, weight: t.weight * valueWeight })),
    ...extras.map((t) => ({ ...t, weight: 1 / 3 })),
  ];
  return { score: terms.reduce((sum, t) => sum + t.value * t.weight, 0), terms };
}

function valueTerms(facts: ImpactFacts, context: string, weights: Weights): Score {
  const declared = facts.config.contexts.find((c) => c.id === context);
  if (declared?.impact !== undefined) {
    return normalised([given('impact', declared.impact, `impact ${declared.impact} from the config`)]);
  }
  const byGlob = impactByGlob(facts, context);
  const proxies = proxyTerms(facts, context, weights);
  if (byGlob === undefined) return proxies;
  const rest = proxies.terms.map((t) => ({ ...t, weight: t.weight * (1 - byGlob.covered) }));
  return normalised([{ ...byGlob.term, weight: byGlob.covered }, ...rest]);
}

function given(name: string, importance: Importance | number, reason: string): Term {
  const value = levelOf(importance);
  return { name, raw: value * 5, value, weight: 1, isProxy: false, reason };
}

function impactByGlob(facts: ImpactFacts, context: string): { term: Term; covered: number } | undefined {
  if (facts.config.impact.length === 0) return undefined;
  const rules = facts.config.impact.map((rule) => ({
    matches: picomatch([...rule.include], { dot: true }),
    level: levelOf(rule.impact),
  }));
  const modules = facts.view.modules.get(context) ?? [];
  const levels = modules.flatMap((node) => rules.find((rule) => rule.matches(node.path))?.level ?? []);
  if (levels.length === 0) return undefined;
  const value = levels.reduce((a, b) => a + b, 0) / levels.length;
  const reason = `impact globs of the config, on ${levels.length} of ${modules.length} modules`;
  const term = { name: 'impact', raw: value * 5, value, weight: 1, isProxy: false, reason };
  return { term, covered: levels.length / modules.length };
}

function proxyTerms(facts: ImpactFacts, context: string, weights: Weights): Score {
  const terms = [
    ...historyTerms(facts, context, weights),
    entryPointTerm(facts, context, weights['impact.entryPoints']),
    trafficTerm(facts, context, weights['impact.traffic']),
  ];
  if (terms.some((t) => t.weight > 0)) return normalised(terms);
  const reason = 'nothing is known of its worth: taken as average, so that difficulty decides';
  return normalised([...terms, { name: 'neutral', raw: null, value: 0.5, weight: 1, isProxy: true, reason }]);
}

function historyTerms(facts: ImpactFacts, context: string, weights: Weights): Term[] {
  const names = ['churn', 'hotspots', 'fixes', 'authors'] as const;
  const system = facts.history;
  const own = system?.byContext.get(context);
  if (system === null || own === undefined) return names.map((name) => unknown(name, facts.historyReason));
  const k = facts.view.contexts.length;
  const fixes = fixShare(own);
  return [
    relative('churn', own.changes, system.changes, k, weights['impact.churn'], 'of the recent changes'),
    relative('hotspots', own.hotspots, system.hotspots, k, weights['impact.hotspots'], 'of changes x lines'),
    proxy('fixes', own.fixes, fixes, weights['impact.fixes'], `${percent(fixes)} of its recent changes were fixes`),
    system.authors < 2
      ? unknown('authors', 'one author changed everything: no difference to see')
      : proxy(
          'authors',
          own.authors.size,
          share(own.authors.size, system.authors),
          weights['impact.authors'],
          `${own.authors.size} of ${system.authors} authors changed it`,
        ),
  ];
}

function entryPointTerm({ view }: ImpactFacts, context: string, weight: number): Term {
  const all = [...view.entryPoints.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return unknown('entryPoints', 'no entry point was found');
  const own = view.entryPoints.get(context) ?? 0;
  return relative('entryPoints', own, all, view.contexts.length, weight, `of the entry points (${own})`);
}

function trafficTerm({ view, traffic }: ImpactFacts, context: string, weight: number): Term {
  if (traffic === null || traffic.totalRequests + traffic.totalOperations === 0) {
    return unknown('traffic', 'no measured traffic was given, or none of it matches');
  }
  const parts = [
    { own: traffic.requests.get(context) ?? 0, all: traffic.totalRequests },
    { own: traffic.operations.get(context) ?? 0, all: traffic.totalOperations },
  ].filter((part) => part.all > 0);
  const mean = parts.reduce((sum, part) => sum + part.own / part.all, 0) / parts.length;
  const term = relative('traffic', mean, 1, view.contexts.length, weight, 'of the measured traffic');
  return { ...term, raw: parts.reduce((sum, part) => sum + part.own, 0), isProxy: false };
}

function relative(name: string, own: number, all: number, contexts: number, weight: number, what: string): Term {
  const s = share(own, all);
  return proxy(name, own, s === 0 ? 0 : s / (s + 1 / contexts), weight, `${percent(s)} ${what}`);
}

function proxy(name: string, raw: number, value: number, weight: number, reason: string): Term {
  return { name, raw, value, weight, isProxy: true, reason };
}

function unknown(name: string, reason: string): Term {
  return { name, raw: null, value: 0, weight: 0, isProxy: true, reason };
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
